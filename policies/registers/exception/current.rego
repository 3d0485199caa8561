# METADATA
# title: Exceptions are approved and have an end that lies ahead
# description: >-
#   An exception without an end is a new rule that nobody decided. Each has an approval, a date,
#   and is asked for anew when the date comes.
# custom:
#   kind: registers.exception.exception
#   needs: [approved_at, effective_at, expires_at]
#   severity: high
#   requirements:
#     soc2: [CC5.3, CC3.2]
#     nis2: [art.21.1, art.21.4]
#     iso27001: [A.5.36]
#   params: {max_days: 365}
#   remediation: >-
#     End the exception, or have it approved again with a new end.
package registers.exception.current

import rego.v1

import data.lib.days

wrong contains "nobody has approved it" if input.approved_at == null

wrong contains "it has no end" if input.expires_at == null

wrong contains sprintf("it ended on %s", [input.expires_at]) if days.passed(input.expires_at, data.run.as_of)

wrong contains sprintf("it lasts longer than %d days", [data.params.max_days]) if {
	days.beyond(input.effective_at, input.expires_at, data.params.max_days)
}

pass if {
	is_string(input.approved_at)
	days.ahead(input.expires_at, data.run.as_of)
	days.within(input.effective_at, input.expires_at, data.params.max_days)
}

fail contains reason if some reason in wrong
