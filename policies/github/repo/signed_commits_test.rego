package github.repo.signed_commits_test

import rego.v1

import data.github.repo.signed_commits

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

test_passes_when_signed if {
	signed_commits.pass with input as golden
	count(signed_commits.fail) == 0 with input as golden
	count(signed_commits.not_applicable) == 0 with input as golden
}

test_fails_when_not_signed if {
	resource := object.union(golden, {"protection": {"signatures_required": false}})
	signed_commits.fail == {"signatures are not required"} with input as resource
	not signed_commits.pass with input as resource
	count(signed_commits.not_applicable) == 0 with input as resource
}

test_fails_without_protection if {
	resource := object.union(golden, {"protection": null})
	signed_commits.fail == {"nothing protects the default branch"} with input as resource
	not signed_commits.pass with input as resource
	count(signed_commits.not_applicable) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "protection": null})
	signed_commits.not_applicable == {"the repository is archived"} with input as resource
	not signed_commits.pass with input as resource
	count(signed_commits.fail) == 0 with input as resource
}

test_not_applicable_when_empty if {
	resource := object.union(golden, {"empty": true, "protection": null})
	signed_commits.not_applicable == {"the repository has no commits"} with input as resource
	not signed_commits.pass with input as resource
	count(signed_commits.fail) == 0 with input as resource
}
