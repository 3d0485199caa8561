# METADATA
# title: Measures are measured as often as planned
# description: >-
#   Whether a measure works is a question of numbers, taken by plan. A number that was not taken
#   is an answer too.
# custom:
#   kind: registers.assurance.metric
#   needs: [every_days, measured_at, result]
#   severity: medium
#   requirements:
#     soc2: [CC4.1]
#     nis2: [art.21.2.f, ir.7.1, ir.7.2, ir.7.2.a, ir.7.2.c]
#     iso27001: [cl.9.1, A.5.36]
#   remediation: >-
#     Measure, and enter measured_at and result.
package registers.assurance.measured

import rego.v1

import data.lib.days

pass if {
	days.within(input.measured_at, data.run.as_of, input.every_days)
	is_string(input.result)
}

fail contains "it was never measured" if input.measured_at == null

fail contains sprintf("it was last measured on %s, planned is every %d days", [input.measured_at, input.every_days]) if {
	days.beyond(input.measured_at, data.run.as_of, input.every_days)
}

fail contains "the result is not entered" if {
	is_string(input.measured_at)
	input.result == null
}
