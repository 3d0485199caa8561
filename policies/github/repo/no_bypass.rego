# METADATA
# title: Nobody bypasses the rules of the default branch without approval
# description: >-
#   A rule that administrators may step over protects against everyone but those who can do most
#   harm. Classic protection must hold for administrators too, or the ruleset that requires pull
#   requests must have no bypass but approved ones. GitHub shows the bypass list only to those who
#   may edit the ruleset; without it there is no verdict.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: high
#   requirements:
#     soc2: [CC8.1, CC6.3]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.4.2, ir.11.3.2.c]
#     iso27001: [A.8.32, A.8.2]
#   params: {approved_bypass: []}
#   equivalent:
#     prowler: [repository_default_branch_protection_applies_to_admins]
#     cis: ["github-1.2:1.1.14"]
#   remediation: >-
#     Turn on Do not allow bypassing the above settings in branch protection, or empty the bypass
#     list of the ruleset; list those that are meant in approved_bypass, as in Team:42 or
#     OrganizationAdmin.
package github.repo.no_bypass

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

hidden contains ruleset.id if {
	some ruleset in input.protection.rulesets
	ruleset.bypass_actors == null
}

label(actor) := concat(":", [actor.actor_type, format_int(actor.actor_id, 10)]) if is_number(actor.actor_id)

label(actor) := actor.actor_type if actor.actor_id == null

unapproved contains label(actor) if {
	some actor in input.protection.bypass_actors
	not label(actor) in data.params.approved_bypass
}

pass if {
	in_use
	input.protection.admins_enforced == true
	is_array(input.protection.bypass_actors)
	count(unapproved) == 0
}

# Approval of the actors that are known says nothing of those that are hidden.
pass if {
	in_use
	input.protection.admins_enforced == false
	count(input.protection.bypass_actors) > 0
	count(unapproved) == 0
	count(hidden) == 0
}

# Even where administrators are bound, classic protection can let named people skip the pull request.
fail contains sprintf("%s may bypass the rules", [actor]) if {
	in_use
	some actor in unapproved
}

fail contains "administrators may bypass the branch protection" if {
	in_use
	input.protection.admins_enforced == false
	count(input.protection.bypass_actors) == 0
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
