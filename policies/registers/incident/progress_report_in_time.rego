# METADATA
# title: An incident that goes on is followed by a progress report
# description: >-
#   When the incident still goes on one month after the notification, a progress report stands in
#   for the final one (Art. 23(4)(e)).
# custom:
#   kind: registers.incident.incident
#   needs: [progress_report_at, progress_report_due_at]
#   severity: high
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.23.4.e]
#     iso27001: [A.5.26, A.5.5]
#   remediation: >-
#     Send the progress report now, say in it why it is late, and enter progress_report_at and
#     its receipt: assize incident notify.
package registers.incident.progress_report_in_time

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.progress_report_at, input.progress_report_due_at)

fail contains sprintf("the progress report was sent on %s and due on %s", [input.progress_report_at, input.progress_report_due_at]) if {
	registers.late(input.progress_report_at, input.progress_report_due_at)
}

fail contains sprintf("the progress report was due on %s and is not sent", [input.progress_report_due_at]) if {
	input.progress_report_at == null
	days.passed(input.progress_report_due_at, data.run.as_of)
}

not_applicable contains sprintf("the progress report is due on %s", [input.progress_report_due_at]) if {
	input.progress_report_at == null
	days.ahead(input.progress_report_due_at, data.run.as_of)
}

not_applicable contains "no progress report is due" if input.progress_report_due_at == null
