# METADATA
# title: Vulnerabilities that Inspector found are dealt with
# description: >-
#   A known hole is either patched, or judged and suppressed with a reason. One that is neither
#   stays open for whoever looks for it. Severities that may stay open for a while can be left out
#   of the parameter severities.
# custom:
#   kind: aws.inspector2.region
#   needs: [states, worst_findings]
#   severity: high
#   requirements:
#     soc2: [CC7.1, CC4.2]
#     nis2: [art.21.2.e, ir.6.10.2.c, ir.6.6.1.a]
#     iso27001: [A.8.8]
#   params: {severities: [CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNTRIAGED]}
#   equivalent:
#     prowler: [inspector2_active_findings_exist]
#   remediation: >-
#     Open Inspector, Findings; patch, or add a suppression rule with the reason (aws inspector2
#     create-filter --action SUPPRESS).
package aws.inspector2.findings_handled

import rego.v1

open := [severity | some severity in input.worst_findings; severity in data.params.severities]

not_applicable contains "Inspector is off here, which another policy judges" if {
	count(input.states) > 0
	not "ENABLED" in input.states
}

pass if {
	"ENABLED" in input.states
	is_array(input.worst_findings)
	count(open) == 0
}

fail contains sprintf("findings of severity %s are open", [lower(severity)]) if {
	"ENABLED" in input.states
	some severity in open
}
