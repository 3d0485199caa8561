package github.repo.reviews_required_test

import rego.v1

import data.github.repo.reviews_required

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

params := {"min_approvals": 1}

test_passes_at_the_limit if {
	reviews_required.pass with input as golden with data.params as params
	count(reviews_required.fail) == 0 with input as golden with data.params as params
	count(reviews_required.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_more if {
	resource := object.union(golden, {"protection": {"required_approvals": 2}})
	reviews_required.pass with input as resource with data.params as params
	count(reviews_required.fail) == 0 with input as resource with data.params as params
	count(reviews_required.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_approvals if {
	resource := object.union(golden, {"protection": {"required_approvals": 0}})
	reviews_required.fail == {"pull requests need 0 approvals, 1 are asked for"}
		with input as resource
		with data.params as params
	not reviews_required.pass with input as resource with data.params as params
	count(reviews_required.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_below_a_higher_limit if {
	reviews_required.fail == {"pull requests need 1 approvals, 2 are asked for"}
		with input as golden
		with data.params as object.union(params, {"min_approvals": 2})
	not reviews_required.pass with input as golden with data.params as object.union(params, {"min_approvals": 2})
	count(reviews_required.not_applicable) == 0
		with input as golden
		with data.params as object.union(params, {"min_approvals": 2})
}

test_fails_without_pull_requests if {
	resource := object.union(golden, {"protection": {"pull_request_required": false}})
	reviews_required.fail == {"changes reach the default branch without a pull request"}
		with input as resource
		with data.params as params
	not reviews_required.pass with input as resource with data.params as params
	count(reviews_required.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_protection if {
	resource := object.union(golden, {"protection": null})
	reviews_required.fail == {"nothing protects the default branch"}
		with input as resource
		with data.params as params
	not reviews_required.pass with input as resource with data.params as params
	count(reviews_required.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "protection": null})
	reviews_required.not_applicable == {"the repository is archived"}
		with input as resource
		with data.params as params
	not reviews_required.pass with input as resource with data.params as params
	count(reviews_required.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_when_empty if {
	resource := object.union(golden, {"empty": true, "protection": null})
	reviews_required.not_applicable == {"the repository has no commits"}
		with input as resource
		with data.params as params
	not reviews_required.pass with input as resource with data.params as params
	count(reviews_required.fail) == 0 with input as resource with data.params as params
}
