# METADATA
# title: Incident notifications are sent within 72 hours
# description: >-
#   The notification brings the early warning up to date, with a first assessment. It is due
#   within 72 hours of awareness, within 24 for trust services (Art. 23(4)(b) and second
#   subparagraph).
# custom:
#   kind: registers.incident.incident
#   needs: [notification_at, notification_due_at]
#   severity: critical
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.23.1, art.23.4.b, art.23.4.tsp, art.21.2.b]
#     iso27001: [A.5.26, A.5.5]
#   remediation: >-
#     Send the incident notification now, say in it why it is late, and enter notification_at and
#     its receipt: assize incident notify.
package registers.incident.notification_in_time

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.notification_at, input.notification_due_at)

fail contains sprintf("the incident notification was sent on %s and due on %s", [input.notification_at, input.notification_due_at]) if {
	registers.late(input.notification_at, input.notification_due_at)
}

fail contains sprintf("the incident notification was due on %s and is not sent", [input.notification_due_at]) if {
	input.notification_at == null
	days.passed(input.notification_due_at, data.run.as_of)
}

not_applicable contains sprintf("the incident notification is due on %s", [input.notification_due_at]) if {
	input.notification_at == null
	days.ahead(input.notification_due_at, data.run.as_of)
}

not_applicable contains "no incident notification is due" if input.notification_due_at == null
