# METADATA
# title: New commits void earlier approvals
# description: >-
#   An approval speaks of the code that was read. If commits added later keep it, what is merged
#   is not what was approved. Dismissing stale reviews or asking for approval of the last push
#   both close the gap.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: medium
#   requirements:
#     soc2: [CC8.1]
#     nis2: [art.21.2.e, ir.6.4.2]
#     iso27001: [A.8.32]
#   equivalent:
#     prowler: [repository_default_branch_dismisses_stale_reviews]
#     cis: ["github-1.2:1.1.4"]
#   remediation: >-
#     In the ruleset or branch protection turn on Dismiss stale pull request approvals when new
#     commits are pushed, or Require approval of the most recent reviewable push.
package github.repo.stale_reviews_dismissed

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

voids if input.protection.dismiss_stale_reviews == true

voids if input.protection.require_last_push_approval == true

pass if {
	in_use
	voids
}

fail contains "approvals stay when commits are added" if {
	in_use
	input.protection.dismiss_stale_reviews == false
	input.protection.require_last_push_approval == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
