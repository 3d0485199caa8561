# METADATA
# title: Requested intermediate reports are sent in time
# description: >-
#   The authority may ask for a report on the state of things. The request says until when (Art.
#   23(4)(c)).
# custom:
#   kind: registers.incident.incident
#   needs: [intermediate_at, intermediate_due_at]
#   severity: high
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.23.4.c]
#     iso27001: [A.5.26, A.5.5]
#   remediation: >-
#     Send the intermediate report now, say in it why it is late, and enter intermediate_at and
#     its receipt: assize incident notify.
package registers.incident.intermediate_report_in_time

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.intermediate_at, input.intermediate_due_at)

fail contains sprintf("the intermediate report was sent on %s and due on %s", [input.intermediate_at, input.intermediate_due_at]) if {
	registers.late(input.intermediate_at, input.intermediate_due_at)
}

fail contains sprintf("the intermediate report was due on %s and is not sent", [input.intermediate_due_at]) if {
	input.intermediate_at == null
	days.passed(input.intermediate_due_at, data.run.as_of)
}

not_applicable contains sprintf("the intermediate report is due on %s", [input.intermediate_due_at]) if {
	input.intermediate_at == null
	days.ahead(input.intermediate_due_at, data.run.as_of)
}

not_applicable contains "no intermediate report is due" if input.intermediate_due_at == null
