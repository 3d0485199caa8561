package github.org.apps_approved_test

import rego.v1

import data.github.org.apps_approved

golden := {
	"id": "acme/deployer",
	"kind": "github.org.installation",
	"source": "acme",
	"app_slug": "deployer",
	"repository_selection": "selected",
	"permissions": {"contents": "read"},
	"suspended": false,
}

params := {"approved_apps": ["deployer"], "whole_organisation": []}

test_passes_when_approved_and_narrow if {
	apps_approved.pass with input as golden with data.params as params
	count(apps_approved.fail) == 0 with input as golden with data.params as params
}

test_passes_when_all_is_meant if {
	resource := object.union(golden, {"repository_selection": "all"})
	apps_approved.pass
		with input as resource
		with data.params as object.union(params, {"whole_organisation": ["deployer"]})
	count(apps_approved.fail) == 0
		with input as resource
		with data.params as object.union(params, {"whole_organisation": ["deployer"]})
}

test_fails_when_not_approved if {
	resource := object.union(golden, {"app_slug": "other"})
	apps_approved.fail == {"the app other is not in approved_apps"}
		with input as resource
		with data.params as params
	not apps_approved.pass with input as resource with data.params as params
}

test_fails_when_wide if {
	resource := object.union(golden, {"repository_selection": "all"})
	apps_approved.fail == {"the app deployer may see all repositories"}
		with input as resource
		with data.params as params
	not apps_approved.pass with input as resource with data.params as params
}
