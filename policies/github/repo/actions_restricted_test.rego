package github.repo.actions_restricted_test

import rego.v1

import data.github.repo.actions_restricted

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"actions": {"enabled": true, "allowed_actions": "selected"},
}

test_passes_when_selected if {
	actions_restricted.pass with input as golden
	count(actions_restricted.fail) == 0 with input as golden
	count(actions_restricted.not_applicable) == 0 with input as golden
}

test_passes_when_local if {
	resource := object.union(golden, {"actions": {"allowed_actions": "local_only"}})
	actions_restricted.pass with input as resource
	count(actions_restricted.fail) == 0 with input as resource
	count(actions_restricted.not_applicable) == 0 with input as resource
}

test_fails_when_all_may_run if {
	resource := object.union(golden, {"actions": {"allowed_actions": "all"}})
	actions_restricted.fail == {"any action may run"} with input as resource
	not actions_restricted.pass with input as resource
	count(actions_restricted.not_applicable) == 0 with input as resource
}

test_not_applicable_when_off if {
	resource := object.union(golden, {"actions": {"enabled": false, "allowed_actions": null}})
	actions_restricted.not_applicable == {"GitHub Actions is off"} with input as resource
	not actions_restricted.pass with input as resource
	count(actions_restricted.fail) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "actions": {"allowed_actions": "all"}})
	actions_restricted.not_applicable == {"the repository is archived"} with input as resource
	not actions_restricted.pass with input as resource
	count(actions_restricted.fail) == 0 with input as resource
}
