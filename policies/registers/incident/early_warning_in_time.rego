# METADATA
# title: Early warnings are sent within 24 hours
# description: >-
#   The authority can only help and warn others with what it knows. The early warning is due
#   within 24 hours of awareness, weekends included (Art. 23(4)(a)).
# custom:
#   kind: registers.incident.incident
#   needs: [early_warning_at, early_warning_due_at]
#   severity: critical
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.23.1, art.23.4.a, art.21.2.b]
#     iso27001: [A.5.26, A.5.5]
#   remediation: >-
#     Send the early warning now, say in it why it is late, and enter early_warning_at and its
#     receipt: assize incident notify.
package registers.incident.early_warning_in_time

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.early_warning_at, input.early_warning_due_at)

fail contains sprintf("the early warning was sent on %s and due on %s", [input.early_warning_at, input.early_warning_due_at]) if {
	registers.late(input.early_warning_at, input.early_warning_due_at)
}

fail contains sprintf("the early warning was due on %s and is not sent", [input.early_warning_due_at]) if {
	input.early_warning_at == null
	days.passed(input.early_warning_due_at, data.run.as_of)
}

not_applicable contains sprintf("the early warning is due on %s", [input.early_warning_due_at]) if {
	input.early_warning_at == null
	days.ahead(input.early_warning_due_at, data.run.as_of)
}

not_applicable contains "no early warning is due" if input.early_warning_due_at == null
