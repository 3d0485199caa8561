package github.repo.status_checks_required_test

import rego.v1

import data.github.repo.status_checks_required

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"empty": false,
	"protection": {
		"classic": false,
		"rulesets": [
			{
				"id": 1,
				"name": "main",
				"source_type": "Repository",
				"source": "acme/app",
				"enforcement": "active",
				"bypass_actors": [],
			},
		],
		"evaluate_only": [],
		"pull_request_required": true,
		"required_approvals": 1,
		"dismiss_stale_reviews": true,
		"require_code_owner_review": true,
		"require_last_push_approval": false,
		"required_status_checks": ["test"],
		"strict_status_checks": true,
		"force_push_blocked": true,
		"deletion_blocked": true,
		"signatures_required": true,
		"linear_history_required": true,
		"admins_enforced": true,
		"bypass_actors": [],
	},
}

test_passes_with_a_check if {
	status_checks_required.pass with input as golden
	count(status_checks_required.fail) == 0 with input as golden
	count(status_checks_required.not_applicable) == 0 with input as golden
}

test_fails_without_checks if {
	resource := object.union(golden, {"protection": {"required_status_checks": []}})
	status_checks_required.fail == {"no status check is required"} with input as resource
	not status_checks_required.pass with input as resource
	count(status_checks_required.not_applicable) == 0 with input as resource
}

test_fails_without_protection if {
	resource := object.union(golden, {"protection": null})
	status_checks_required.fail == {"nothing protects the default branch"} with input as resource
	not status_checks_required.pass with input as resource
	count(status_checks_required.not_applicable) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "protection": null})
	status_checks_required.not_applicable == {"the repository is archived"} with input as resource
	not status_checks_required.pass with input as resource
	count(status_checks_required.fail) == 0 with input as resource
}

test_not_applicable_when_empty if {
	resource := object.union(golden, {"empty": true, "protection": null})
	status_checks_required.not_applicable == {"the repository has no commits"} with input as resource
	not status_checks_required.pass with input as resource
	count(status_checks_required.fail) == 0 with input as resource
}
