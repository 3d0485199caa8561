package github.org.actions_restricted_test

import rego.v1

import data.github.org.actions_restricted

golden := {
	"id": "acme",
	"kind": "github.org.organization",
	"source": "acme",
	"actions": {
		"enabled_repositories": "all",
		"allowed_actions": "selected",
		"sha_pinning_required": false,
	},
}

test_passes_when_selected if {
	actions_restricted.pass with input as golden
	count(actions_restricted.fail) == 0 with input as golden
	count(actions_restricted.not_applicable) == 0 with input as golden
}

test_passes_when_pinned if {
	resource := object.union(golden, {"actions": {"allowed_actions": "all", "sha_pinning_required": true}})
	actions_restricted.pass with input as resource
	count(actions_restricted.fail) == 0 with input as resource
	count(actions_restricted.not_applicable) == 0 with input as resource
}

test_fails_when_all_may_run if {
	resource := object.union(golden, {"actions": {"allowed_actions": "all"}})
	actions_restricted.fail == {"any action may run, at any version"} with input as resource
	not actions_restricted.pass with input as resource
	count(actions_restricted.not_applicable) == 0 with input as resource
}

test_fails_when_pinning_is_not_known if {
	resource := object.union(golden, {"actions": {"allowed_actions": "all", "sha_pinning_required": null}})
	actions_restricted.fail == {"any action may run, at any version"} with input as resource
	not actions_restricted.pass with input as resource
	count(actions_restricted.not_applicable) == 0 with input as resource
}

test_not_applicable_when_off if {
	resource := object.union(golden, {"actions": {"enabled_repositories": "none", "allowed_actions": null}})
	actions_restricted.not_applicable == {"GitHub Actions is off"} with input as resource
	not actions_restricted.pass with input as resource
	count(actions_restricted.fail) == 0 with input as resource
}
