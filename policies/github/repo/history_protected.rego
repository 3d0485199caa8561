# METADATA
# title: The default branch cannot be rewritten or deleted
# description: >-
#   The history of the default branch is the record of who changed what and who approved it. A
#   forced push can change that record after the fact, and a deletion can lose it. Both must be
#   blocked.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: high
#   requirements:
#     soc2: [CC8.1]
#     nis2: [art.21.2.e, art.21.2.b, ir.6.4.2, ir.3.5.4]
#     iso27001: [A.8.32, A.8.4]
#   equivalent:
#     prowler: [repository_default_branch_disallows_force_push, repository_default_branch_deletion_disabled]
#     cis: ["github-1.2:1.1.16", "github-1.2:1.1.17"]
#   remediation: >-
#     In the ruleset or branch protection of the default branch turn on Block force pushes and
#     Restrict deletions.
package github.repo.history_protected

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	input.protection.force_push_blocked == true
	input.protection.deletion_blocked == true
}

fail contains "force pushes are allowed" if {
	in_use
	input.protection.force_push_blocked == false
}

fail contains "the branch may be deleted" if {
	in_use
	input.protection.deletion_blocked == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
