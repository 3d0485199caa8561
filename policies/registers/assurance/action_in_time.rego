# METADATA
# title: Corrective actions are done in time
# description: >-
#   An entity that finds itself short must correct it without undue delay. A date that passes
#   without an end is the delay.
# custom:
#   kind: registers.assurance.action
#   needs: [due_at, closed_at]
#   severity: high
#   requirements:
#     soc2: [CC4.2, CC5.1]
#     nis2: [art.21.4, ir.2.3.3]
#     iso27001: [cl.10.1, cl.10.2]
#   remediation: >-
#     Close the action, or have a new date approved.
package registers.assurance.action_in_time

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.closed_at, input.due_at)

fail contains sprintf("it was closed on %s and due on %s", [input.closed_at, input.due_at]) if registers.late(input.closed_at, input.due_at)

fail contains sprintf("it is open and was due on %s", [input.due_at]) if {
	input.closed_at == null
	days.passed(input.due_at, data.run.as_of)
}

not_applicable contains sprintf("it is open and due on %s", [input.due_at]) if {
	input.closed_at == null
	days.ahead(input.due_at, data.run.as_of)
}
