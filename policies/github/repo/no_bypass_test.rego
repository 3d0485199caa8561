package github.repo.no_bypass_test

import rego.v1

import data.github.repo.no_bypass

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

params := {"approved_bypass": []}

team := {"actor_type": "Team", "actor_id": 42, "bypass_mode": "always"}

key := {"actor_type": "DeployKey", "actor_id": null, "bypass_mode": "always"}

unread := {
	"id": 2,
	"name": "hidden",
	"source_type": "Organization",
	"source": "acme",
	"enforcement": "active",
	"bypass_actors": null,
}

open_ruleset := {"id": 1, "name": "main", "enforcement": "active", "bypass_actors": [team, key]}

with_bypass := {"admins_enforced": false, "bypass_actors": [team, key], "rulesets": [open_ruleset]}

known_and_hidden := object.union(with_bypass, {"rulesets": [open_ruleset, unread]})

all_hidden := object.union(object.remove(golden.protection, ["admins_enforced", "bypass_actors"]), {"rulesets": [unread]})

test_passes_when_enforced if {
	no_bypass.pass with input as golden with data.params as params
	count(no_bypass.fail) == 0 with input as golden with data.params as params
	count(no_bypass.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_when_bypass_is_approved if {
	resource := object.union(golden, {"protection": with_bypass})
	no_bypass.pass
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42", "DeployKey"]})
	count(no_bypass.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42", "DeployKey"]})
	count(no_bypass.not_applicable) == 0
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42", "DeployKey"]})
}

test_passes_when_classic_protection_holds if {
	resource := object.union(golden, {"protection": {"classic": true, "rulesets": [unread]}})
	no_bypass.pass with input as resource with data.params as params
	count(no_bypass.fail) == 0 with input as resource with data.params as params
	count(no_bypass.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_for_each_actor if {
	resource := object.union(golden, {"protection": with_bypass})
	no_bypass.fail == {"Team:42 may bypass the rules", "DeployKey may bypass the rules"}
		with input as resource
		with data.params as params
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_for_an_allowance_beside_enforcement if {
	resource := object.union(golden, {"protection": {"classic": true, "admins_enforced": true, "bypass_actors": [team]}})
	no_bypass.fail == {"Team:42 may bypass the rules"} with input as resource with data.params as params
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.not_applicable) == 0 with input as resource with data.params as params
}

test_undecided_when_allowances_are_hidden if {
	enforced := object.union(object.remove(golden.protection, ["bypass_actors"]), {"admins_enforced": true})
	resource := object.union(object.remove(golden, ["protection"]), {"protection": enforced})
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.fail) == 0 with input as resource with data.params as params
}

test_fails_for_the_actor_not_approved if {
	resource := object.union(golden, {"protection": with_bypass})
	no_bypass.fail == {"DeployKey may bypass the rules"}
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42"]})
	not no_bypass.pass
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42"]})
	count(no_bypass.not_applicable) == 0
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42"]})
}

test_fails_without_enforcement if {
	resource := object.union(golden, {"protection": {"classic": true, "admins_enforced": false, "rulesets": []}})
	no_bypass.fail == {"administrators may bypass the branch protection"}
		with input as resource
		with data.params as params
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_protection if {
	resource := object.union(golden, {"protection": null})
	no_bypass.fail == {"nothing protects the default branch"} with input as resource with data.params as params
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.not_applicable) == 0 with input as resource with data.params as params
}

test_undecided_when_the_list_is_hidden if {
	resource := object.union(object.remove(golden, ["protection"]), {"protection": all_hidden})
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.fail) == 0 with input as resource with data.params as params
}

test_undecided_when_approved_and_others_are_hidden if {
	resource := object.union(golden, {"protection": known_and_hidden})
	not no_bypass.pass
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42", "DeployKey"]})
	count(no_bypass.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_bypass": ["Team:42", "DeployKey"]})
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "protection": null})
	no_bypass.not_applicable == {"the repository is archived"} with input as resource with data.params as params
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_when_empty if {
	resource := object.union(golden, {"empty": true, "protection": null})
	no_bypass.not_applicable == {"the repository has no commits"}
		with input as resource
		with data.params as params
	not no_bypass.pass with input as resource with data.params as params
	count(no_bypass.fail) == 0 with input as resource with data.params as params
}
