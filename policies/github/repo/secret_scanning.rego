# METADATA
# title: Secrets are scanned for and stopped at push
# description: >-
#   A password in a commit is copied with every clone and cannot be called back. Push protection
#   stops it on the way in, and scanning finds what is there. Where GitHub says nothing of the
#   two, as without the paid feature, there is no verdict.
# custom:
#   kind: github.repo.repository
#   needs: [archived, security]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.8]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.2.2.b, ir.11.6.2.b]
#     iso27001: [A.8.28, A.5.17]
#   equivalent:
#     prowler: [repository_secret_scanning_enabled]
#     cis: ["github-1.2:1.5.1"]
#   remediation: >-
#     Under Settings, Code security, turn on Secret scanning and Push protection; for private
#     repositories this needs GitHub Secret Protection.
package github.repo.secret_scanning

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

pass if {
	input.archived == false
	input.security.secret_scanning == "enabled"
	input.security.push_protection == "enabled"
}

fail contains "secret scanning is off" if {
	input.archived == false
	input.security.secret_scanning == "disabled"
}

fail contains "push protection is off" if {
	input.archived == false
	input.security.push_protection == "disabled"
}
