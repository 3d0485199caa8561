# METADATA
# title: Code is scanned for weaknesses
# description: >-
#   A scanner finds the common mistakes, such as injection and unsafe decoding, that reviewers
#   overlook. GitHub's default setup counts, and so does any scanner that uploads its analyses.
# custom:
#   kind: github.repo.repository
#   needs: [archived, code_scanning]
#   severity: medium
#   requirements:
#     soc2: [CC7.1, CC8.1]
#     nis2: [art.21.2.e, ir.6.2.2.d, ir.6.5.2.b]
#     iso27001: [A.8.28, A.8.29]
#   equivalent:
#     cis: ["github-1.2:1.5.4", "github-1.2:1.1.18"]
#   remediation: >-
#     Under Settings, Code security, set up CodeQL by default; or upload SARIF results from
#     another scanner in the build.
package github.repo.code_scanning

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

scanned if input.code_scanning.default_setup == "configured"

scanned if input.code_scanning.analyses == true

pass if {
	input.archived == false
	scanned
}

fail contains "default setup is off and no analysis was uploaded" if {
	input.archived == false
	input.code_scanning.analyses == false
	input.code_scanning.default_setup != "configured"
}
