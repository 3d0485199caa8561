# METADATA
# title: Changes need approval by another person
# description: >-
#   One person who can change the product alone can also break it alone, by mistake or on purpose.
#   An approval by somebody else is the control that auditors of change management ask for first.
#   The number of approvals is a parameter.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: high
#   requirements:
#     soc2: [CC8.1, CC5.1]
#     nis2: [art.21.2.e, ir.6.4.2, ir.1.2.5, ir.6.2.2.d]
#     iso27001: [A.8.32, A.8.28, A.5.3]
#   params: {min_approvals: 1}
#   equivalent:
#     prowler: [repository_default_branch_requires_multiple_approvals]
#     cis: ["github-1.2:1.1.3"]
#   remediation: >-
#     In the ruleset or branch protection of the default branch set Required approvals to 1 or
#     more.
package github.repo.reviews_required

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	input.protection.pull_request_required == true
	input.protection.required_approvals >= data.params.min_approvals
}

fail contains "changes reach the default branch without a pull request" if {
	in_use
	input.protection.pull_request_required == false
}

fail contains sprintf("pull requests need %d approvals, %d are asked for", [input.protection.required_approvals, data.params.min_approvals]) if {
	in_use
	input.protection.pull_request_required == true
	input.protection.required_approvals < data.params.min_approvals
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
