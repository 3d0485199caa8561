# METADATA
# title: Changes are tested on top of the latest default branch
# description: >-
#   Two changes that pass alone can fail together. With this rule a branch must hold the newest
#   default branch when its checks pass, so that the tested state is the merged state.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: low
#   requirements:
#     soc2: [CC8.1]
#     nis2: [art.21.2.e, ir.6.4.2, ir.6.2.2.d]
#     iso27001: [A.8.29, A.8.32]
#   remediation: >-
#     In the ruleset or branch protection turn on Require branches to be up to date before
#     merging, or use a merge queue.
package github.repo.branches_up_to_date

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	count(input.protection.required_status_checks) > 0
	input.protection.strict_status_checks == true
}

fail contains "no status check is required" if {
	in_use
	count(input.protection.required_status_checks) == 0
}

fail contains "branches may be merged without the latest changes" if {
	in_use
	count(input.protection.required_status_checks) > 0
	input.protection.strict_status_checks == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
