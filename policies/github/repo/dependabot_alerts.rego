# METADATA
# title: Dependencies are scanned for known vulnerabilities
# description: >-
#   Most code that runs was written by others, and its flaws become known after it was taken in.
#   Alerts tell when a dependency in use has such a flaw. Archived repositories are not judged.
# custom:
#   kind: github.repo.repository
#   needs: [archived, dependabot_alerts]
#   severity: high
#   requirements:
#     soc2: [CC7.1]
#     nis2: [art.21.2.e, ir.6.10.2.a, ir.6.10.2.b]
#     iso27001: [A.8.8]
#   equivalent:
#     prowler: [repository_dependency_scanning_enabled]
#     cis: ["github-1.2:1.5.5", "github-1.2:3.2.2"]
#   remediation: >-
#     Under Settings, Code security, turn on Dependabot alerts; or call PUT
#     /repos/OWNER/REPO/vulnerability-alerts.
package github.repo.dependabot_alerts

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

pass if {
	input.archived == false
	input.dependabot_alerts == true
}

fail contains "Dependabot alerts are off" if {
	input.archived == false
	input.dependabot_alerts == false
}
