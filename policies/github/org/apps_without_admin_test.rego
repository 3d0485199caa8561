package github.org.apps_without_admin_test

import rego.v1

import data.github.org.apps_without_admin

golden := {
	"id": "acme/deployer",
	"kind": "github.org.installation",
	"source": "acme",
	"app_slug": "deployer",
	"repository_selection": "selected",
	"permissions": {"contents": "write", "administration": "read"},
	"suspended": false,
}

params := {"apps_with_admin": []}

test_passes_with_few_rights if {
	apps_without_admin.pass with input as golden with data.params as params
	count(apps_without_admin.fail) == 0 with input as golden with data.params as params
	count(apps_without_admin.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_when_meant if {
	resource := object.union(golden, {"permissions": {"administration": "write"}})
	apps_without_admin.pass
		with input as resource
		with data.params as object.union(params, {"apps_with_admin": ["deployer"]})
	count(apps_without_admin.fail) == 0
		with input as resource
		with data.params as object.union(params, {"apps_with_admin": ["deployer"]})
	count(apps_without_admin.not_applicable) == 0
		with input as resource
		with data.params as object.union(params, {"apps_with_admin": ["deployer"]})
}

test_fails_with_administration if {
	resource := object.union(golden, {"permissions": {"administration": "write"}})
	apps_without_admin.fail == {"the app may write administration"}
		with input as resource
		with data.params as params
	not apps_without_admin.pass with input as resource with data.params as params
	count(apps_without_admin.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_secrets if {
	resource := object.union(golden, {"permissions": {"secrets": "write", "members": "write"}})
	apps_without_admin.fail == {"the app may write secrets", "the app may write members"}
		with input as resource
		with data.params as params
	not apps_without_admin.pass with input as resource with data.params as params
	count(apps_without_admin.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_when_suspended if {
	resource := object.union(golden, {"suspended": true, "permissions": {"administration": "write"}})
	apps_without_admin.not_applicable == {"the app is suspended"}
		with input as resource
		with data.params as params
	not apps_without_admin.pass with input as resource with data.params as params
	count(apps_without_admin.fail) == 0 with input as resource with data.params as params
}
