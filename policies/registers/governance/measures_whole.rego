# METADATA
# title: Measures that are left out have a reason, and none stays a plan
# description: >-
#   Leaving a measure out is allowed where it does not fit, if a reason says so. A measure that
#   is only planned protects nothing.
# custom:
#   kind: registers.governance.measure_set
#   needs: [measures, planned, left_out]
#   severity: medium
#   requirements:
#     soc2: [CC5.1]
#     nis2: [art.21.1, art.21.4]
#     iso27001: [cl.6.1.3]
#   remediation: >-
#     Put the measure in place, or enter why it is left out.
package registers.governance.measures_whole

import rego.v1

pass if {
	count(input.measures) > 0
	input.planned == []
	input.left_out == []
}

fail contains "there is no measure" if input.measures == []

fail contains sprintf("%s is only planned", [measure]) if some measure in input.planned

fail contains sprintf("%s is left out without a reason", [measure]) if some measure in input.left_out
