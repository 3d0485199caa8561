# METADATA
# title: Owners of code approve its changes
# description: >-
#   Those who know a part of the code see what others miss in it. The rule needs both a CODEOWNERS
#   file that names them and a demand for their review; either alone does nothing.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, codeowners, protection]
#   severity: low
#   requirements:
#     soc2: [CC8.1, CC1.3]
#     nis2: [art.21.2.e, ir.6.4.2, ir.1.2.5]
#     iso27001: [A.8.32, A.8.4]
#   equivalent:
#     prowler: [repository_default_branch_requires_codeowners_review, repository_has_codeowners_file]
#     cis: ["github-1.2:1.1.6", "github-1.2:1.1.7"]
#   remediation: >-
#     Add a CODEOWNERS file and turn on Require review from Code Owners in the ruleset or branch
#     protection of the default branch.
package github.repo.codeowners_review

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	input.codeowners == true
	input.protection.require_code_owner_review == true
}

fail contains "no CODEOWNERS file exists" if {
	in_use
	input.codeowners == false
}

fail contains "review by code owners is not required" if {
	in_use
	input.protection.require_code_owner_review == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
