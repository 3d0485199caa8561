# METADATA
# title: Tests must pass before merge
# description: >-
#   A required check is the promise that what is merged was built and tested. Without one a red
#   build can be merged, and nothing in the record shows that tests were part of the change.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: high
#   requirements:
#     soc2: [CC8.1]
#     nis2: [art.21.2.e, ir.6.4.2, ir.6.2.2.d]
#     iso27001: [A.8.29, A.8.32]
#   equivalent:
#     prowler: [repository_default_branch_status_checks_required]
#     cis: ["github-1.2:1.1.9"]
#   remediation: >-
#     In the ruleset or branch protection of the default branch turn on Require status checks to
#     pass and add the checks of the build.
package github.repo.status_checks_required

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
}

fail contains "no status check is required" if {
	in_use
	count(input.protection.required_status_checks) == 0
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
