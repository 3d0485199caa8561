# METADATA
# title: Drills of reporting keep the deadlines
# description: >-
#   A drill that misses the deadlines shows that an incident would. That is what it is for; the
#   lesson is to repeat it.
# custom:
#   kind: registers.incident.drill
#   needs:
#     - purpose
#     - early_warning_at
#     - early_warning_due_at
#     - notification_at
#     - notification_due_at
#     - final_report_at
#     - final_report_due_at
#   severity: medium
#   requirements:
#     soc2: [CC7.4]
#     nis2: [art.23.4.a, art.23.4.b, art.23.4.d, ir.3.5.5]
#     iso27001: [A.5.24]
#   remediation: >-
#     Find out what took so long, change it, and drill again.
package registers.incident.drill_in_time

import rego.v1

import data.lib.registers

reporting if input.purpose == "reporting"

not_applicable contains "it is no drill of reporting" if input.purpose in {"continuity", "crisis"}

wrong contains "the early warning was late" if registers.late(input.early_warning_at, input.early_warning_due_at)

wrong contains "the notification was late" if registers.late(input.notification_at, input.notification_due_at)

wrong contains "the final report was late" if registers.late(input.final_report_at, input.final_report_due_at)

wrong contains "the early warning was not played" if input.early_warning_at == null

wrong contains "the notification was not played" if input.notification_at == null

wrong contains "awareness was not played, so nothing is due" if input.early_warning_due_at == null

last if input.final_report_at == null

last if registers.in_time(input.final_report_at, input.final_report_due_at)

pass if {
	reporting
	registers.in_time(input.early_warning_at, input.early_warning_due_at)
	registers.in_time(input.notification_at, input.notification_due_at)
	last
}

fail contains reason if {
	reporting
	some reason in wrong
}
