# METADATA
# title: Processes are specified and controlled from input to output
# description: >-
#   Processing has integrity when it is specified, when what goes in and out is checked, errors
#   are handled, and what is stored stays complete.
# custom:
#   kind: registers.processing.control
#   needs:
#     - specification
#     - input_controls
#     - error_handling
#     - output_controls
#     - storage
#     - reviewed_at
#   severity: low
#   requirements:
#     soc2: [PI1.1, PI1.2, PI1.3, PI1.4, PI1.5]
#     iso27001: [A.8.26]
#   params: {max_age_days: 365}
#   remediation: >-
#     Describe the missing part of the process and have it reviewed.
package registers.processing.controlled

import rego.v1

import data.lib.days

texts := {"specification": input.specification, "error handling": input.error_handling, "storage": input.storage}

lists := {"input controls": input.input_controls, "output controls": input.output_controls}

missing contains name if {
	some name, value in texts
	value == null
}

missing contains name if {
	some name, value in lists
	value == []
}

pass if {
	count([name | some name, value in texts; is_string(value)]) == 3
	count([name | some name, value in lists; is_array(value)]) == 2
	count(missing) == 0
	days.within(input.reviewed_at, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("nothing is entered on %s", [name]) if some name in missing

fail contains "it was never reviewed" if input.reviewed_at == null

fail contains sprintf("it was last reviewed on %s", [input.reviewed_at]) if {
	days.beyond(input.reviewed_at, data.run.as_of, data.params.max_age_days)
}
