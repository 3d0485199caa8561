# METADATA
# title: Final reports are sent within a month
# description: >-
#   The final report says what happened, why, and what was done. It is due one calendar month
#   after the notification, or after handling if the incident went on (Art. 23(4)(d) and (e)).
# custom:
#   kind: registers.incident.incident
#   needs: [final_report_at, final_report_due_at]
#   severity: high
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.23.4.d, art.23.4.e, art.21.2.b]
#     iso27001: [A.5.26, A.5.5]
#   remediation: >-
#     Send the final report now, say in it why it is late, and enter final_report_at and its
#     receipt: assize incident notify.
package registers.incident.final_report_in_time

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.final_report_at, input.final_report_due_at)

fail contains sprintf("the final report was sent on %s and due on %s", [input.final_report_at, input.final_report_due_at]) if {
	registers.late(input.final_report_at, input.final_report_due_at)
}

fail contains sprintf("the final report was due on %s and is not sent", [input.final_report_due_at]) if {
	input.final_report_at == null
	days.passed(input.final_report_due_at, data.run.as_of)
}

not_applicable contains sprintf("the final report is due on %s", [input.final_report_due_at]) if {
	input.final_report_at == null
	days.ahead(input.final_report_due_at, data.run.as_of)
}

not_applicable contains "no final report is due" if input.final_report_due_at == null
