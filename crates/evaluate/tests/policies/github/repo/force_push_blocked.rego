# METADATA
# title: Default branches refuse force pushes
# description: A force push rewrites history that others reviewed.
# custom:
#   kind: github.repo.repository
#   needs: [archived, protection]
#   severity: high
#   requirements: {soc2: [CC8.1]}
#   remediation: Protect the default branch and leave force pushes off.
package github.repo.force_push_blocked

import rego.v1

not_applicable contains "the repository is archived" if input.archived

pass if {
	not input.archived
	input.protection.force_push_blocked
}

fail contains "nothing protects the default branch" if {
	not input.archived
	input.protection == null
}

fail contains "force pushes are allowed" if {
	not input.archived
	input.protection.force_push_blocked == false
}
