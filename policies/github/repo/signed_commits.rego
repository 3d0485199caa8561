# METADATA
# title: Commits are signed
# description: >-
#   The author of a commit is free text that anyone can set. A signature ties the commit to a key,
#   and the key to an account.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: low
#   requirements:
#     soc2: [CC8.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.6.1.c, ir.6.4.2]
#     iso27001: [A.8.4]
#   equivalent:
#     prowler: [repository_default_branch_requires_signed_commits]
#     cis: ["github-1.2:1.1.12"]
#   remediation: >-
#     In the ruleset or branch protection turn on Require signed commits, after members have set
#     up signing.
package github.repo.signed_commits

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	input.protection.signatures_required == true
}

fail contains "signatures are not required" if {
	in_use
	input.protection.signatures_required == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
