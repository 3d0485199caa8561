package github.repo.codeowners_review_test

import rego.v1

import data.github.repo.codeowners_review

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"empty": false,
	"codeowners": true,
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

test_passes_when_owners_review if {
	codeowners_review.pass with input as golden
	count(codeowners_review.fail) == 0 with input as golden
	count(codeowners_review.not_applicable) == 0 with input as golden
}

test_fails_without_a_file if {
	resource := object.union(golden, {"codeowners": false})
	codeowners_review.fail == {"no CODEOWNERS file exists"} with input as resource
	not codeowners_review.pass with input as resource
	count(codeowners_review.not_applicable) == 0 with input as resource
}

test_fails_without_the_rule if {
	resource := object.union(golden, {"protection": {"require_code_owner_review": false}})
	codeowners_review.fail == {"review by code owners is not required"} with input as resource
	not codeowners_review.pass with input as resource
	count(codeowners_review.not_applicable) == 0 with input as resource
}

test_fails_without_protection if {
	resource := object.union(golden, {"protection": null})
	codeowners_review.fail == {"nothing protects the default branch"} with input as resource
	not codeowners_review.pass with input as resource
	count(codeowners_review.not_applicable) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "protection": null})
	codeowners_review.not_applicable == {"the repository is archived"} with input as resource
	not codeowners_review.pass with input as resource
	count(codeowners_review.fail) == 0 with input as resource
}

test_not_applicable_when_empty if {
	resource := object.union(golden, {"empty": true, "protection": null})
	codeowners_review.not_applicable == {"the repository has no commits"} with input as resource
	not codeowners_review.pass with input as resource
	count(codeowners_review.fail) == 0 with input as resource
}
