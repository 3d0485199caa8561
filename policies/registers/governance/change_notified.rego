# METADATA
# title: Changes of registered data are notified in time
# description: >-
#   The authority must be able to reach the entity it has on its list. Changes are due within two
#   weeks for the national list and three months for the registry of Article 27.
# custom:
#   kind: registers.governance.registration_change
#   needs: [due_at, notified_at]
#   severity: high
#   requirements:
#     soc2: [CC2.3]
#     nis2: [art.3.4, art.27.3]
#     iso27001: [A.5.31, A.5.5]
#   remediation: >-
#     Tell the authority of the change and enter notified_at and its reference.
package registers.governance.change_notified

import rego.v1

import data.lib.days
import data.lib.registers

pass if registers.in_time(input.notified_at, input.due_at)

fail contains sprintf("the authority was told on %s, due was %s", [input.notified_at, input.due_at]) if registers.late(input.notified_at, input.due_at)

fail contains sprintf("the authority was not told, due was %s", [input.due_at]) if {
	input.notified_at == null
	days.passed(input.due_at, data.run.as_of)
}

not_applicable contains sprintf("the authority is to be told until %s", [input.due_at]) if {
	input.notified_at == null
	days.ahead(input.due_at, data.run.as_of)
}
