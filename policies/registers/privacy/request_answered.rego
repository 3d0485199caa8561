# METADATA
# title: Requests about personal data are answered within a month
# description: >-
#   People may ask what is held about them, correct it and complain. The answer is due within one
#   month (GDPR Art. 12(3)).
# custom:
#   kind: registers.privacy.request
#   needs: [due_at, answered_at, outcome]
#   severity: medium
#   requirements:
#     soc2: [P5.1, P5.2, P6.7, P8.1]
#     iso27001: [A.5.34]
#   remediation: >-
#     Answer the person and enter answered_at and outcome.
package registers.privacy.request_answered

import rego.v1

import data.lib.days
import data.lib.registers

pass if {
	registers.in_time(input.answered_at, input.due_at)
	is_string(input.outcome)
}

fail contains sprintf("it was answered on %s, due was %s", [input.answered_at, input.due_at]) if registers.late(input.answered_at, input.due_at)

fail contains "what came of it is not entered" if {
	is_string(input.answered_at)
	input.outcome == null
}

fail contains sprintf("it is not answered, due was %s", [input.due_at]) if {
	input.answered_at == null
	days.passed(input.due_at, data.run.as_of)
}

not_applicable contains sprintf("the answer is due on %s", [input.due_at]) if {
	input.answered_at == null
	days.ahead(input.due_at, data.run.as_of)
}
