# METADATA
# title: Findings of Access Analyzer are dealt with
# description: >-
#   Each finding is an access from outside, or a right that nobody uses, that was not approved. It
#   is either taken away, or archived with a rule that says why it is meant.
# custom:
#   kind: aws.accessanalyzer.analyzer
#   needs: [status, active_findings]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC4.2]
#     nis2: [art.21.2.i, ir.11.2.3, ir.11.2.2.a]
#     iso27001: [A.5.15, A.5.18]
#   equivalent:
#     prowler: [accessanalyzer_enabled_without_findings]
#   remediation: >-
#     Open Access Analyzer, Findings; remove the access, or archive the finding, with an archive
#     rule if there will be more of its kind.
package aws.accessanalyzer.findings_handled

import rego.v1

not_applicable contains sprintf("the analyzer is %s, which another policy judges", [lower(input.status)]) if {
	input.status != "ACTIVE"
}

pass if {
	input.status == "ACTIVE"
	input.active_findings == 0
}

fail contains sprintf("%d findings are open", [input.active_findings]) if {
	input.status == "ACTIVE"
	input.active_findings > 0
}
