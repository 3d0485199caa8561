# METADATA
# title: High-severity findings of GuardDuty are dealt with
# description: >-
#   A finding of severity high or critical means that a system or a credential is probably in
#   other hands. It should be looked into at once and archived when that is done; one that stays
#   open is an incident that nobody handles.
# custom:
#   kind: aws.guardduty.detector
#   needs: [status, high_findings]
#   severity: high
#   requirements:
#     soc2: [CC7.3, CC7.4]
#     nis2: [art.21.2.b, ir.3.4.1, ir.3.5.1]
#     iso27001: [A.5.25, A.5.26]
#   equivalent:
#     prowler: [guardduty_no_high_severity_findings]
#   remediation: >-
#     Open GuardDuty, Findings, with a filter on severity 7 and above; handle each as an incident
#     and archive it (aws guardduty archive-findings).
package aws.guardduty.high_findings_handled

import rego.v1

not_applicable contains "the detector is suspended" if input.status == "DISABLED"

pass if {
	input.status == "ENABLED"
	input.high_findings == 0
}

fail contains sprintf("%d findings of severity high or critical are open", [input.high_findings]) if {
	input.status == "ENABLED"
	input.high_findings > 0
}
