# METADATA
# title: The history of the default branch is linear
# description: >-
#   In a linear history each change stands in one place and can be found and taken back by itself.
#   Merge commits hide what they brought in.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: low
#   requirements:
#     soc2: [CC8.1]
#     nis2: [art.21.2.e, ir.6.4.2]
#     iso27001: [A.8.32]
#   equivalent:
#     prowler: [repository_default_branch_requires_linear_history]
#   remediation: >-
#     In the ruleset or branch protection of the default branch turn on Require linear history.
package github.repo.linear_history

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	input.protection.linear_history_required == true
}

fail contains "merge commits are allowed" if {
	in_use
	input.protection.linear_history_required == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
