# METADATA
# title: Access Analyzer looks for access from outside in every region
# description: >-
#   The analyzer proves, for each bucket, key, role, queue and secret, who from outside may use
#   it, and tells of each one that nobody approved. It costs nothing. Analyzers of unused access
#   do not answer this question.
# custom:
#   kind: aws.accessanalyzer.region
#   needs:
#     - region
#     - aws.accessanalyzer.analyzer/region
#     - aws.accessanalyzer.analyzer/type
#     - aws.accessanalyzer.analyzer/status
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC4.1]
#     nis2: [art.21.2.i, art.21.2.f, ir.11.2.3, ir.2.2.3]
#     iso27001: [A.5.15, A.5.18]
#   equivalent:
#     prowler: [accessanalyzer_enabled]
#     cis: ["aws-3.0:1.20", "aws-5.0:1.19", "aws-7.0:2.18"]
#   remediation: >-
#     Run aws accessanalyzer create-analyzer --type ACCOUNT in the region, or ORGANIZATION from
#     the administrator account.
package aws.accessanalyzer.enabled

import rego.v1

analyzers := {[analyzer.region, analyzer.status] |
	some analyzer in data.resources["aws.accessanalyzer.analyzer"]
	analyzer.type in {"ACCOUNT", "ORGANIZATION"}
}

here := {status | some [region, status] in analyzers; region == input.region}

pass if "ACTIVE" in here

fail contains "no analyzer looks for access from outside" if {
	is_string(input.region)
	count(here) == 0
}

fail contains "the analyzer is not active" if {
	count(here) > 0
	not "ACTIVE" in here
}
