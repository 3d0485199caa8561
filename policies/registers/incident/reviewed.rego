# METADATA
# title: Closed incidents were reviewed, with root cause and lessons
# description: >-
#   An incident that teaches nothing comes again. After it is closed somebody looks for the root
#   cause and says what changes.
# custom:
#   kind: registers.incident.incident
#   needs: [severity, closed_at, reviewed_at, root_cause, lessons]
#   severity: medium
#   requirements:
#     soc2: [CC7.5, CC7.4, P6.3]
#     nis2: [art.21.2.b, ir.3.5.4, ir.3.6.1, ir.3.6.2, ir.3.6.3]
#     iso27001: [A.5.27]
#   params: {max_age_days: 30}
#   remediation: >-
#     Review the incident and enter reviewed_at, root_cause and lessons.
package registers.incident.reviewed

import rego.v1

import data.lib.days

concerned if {
	input.severity in {"medium", "high", "critical"}
	is_string(input.closed_at)
}

whole if {
	is_string(input.root_cause)
	count(input.lessons) > 0
}

not_applicable contains "it is not closed" if input.closed_at == null

not_applicable contains "it is of low severity" if {
	input.severity == "low"
	is_string(input.closed_at)
}

pass if {
	concerned
	is_string(input.reviewed_at)
	whole
}

not_applicable contains "it is closed, and the time for its review runs" if {
	concerned
	input.reviewed_at == null
	days.within(input.closed_at, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("it was closed on %s and is not reviewed", [input.closed_at]) if {
	concerned
	input.reviewed_at == null
	days.beyond(input.closed_at, data.run.as_of, data.params.max_age_days)
}

fail contains "the review names no root cause" if {
	concerned
	is_string(input.reviewed_at)
	input.root_cause == null
}

fail contains "the review names no lesson" if {
	concerned
	is_string(input.reviewed_at)
	input.lessons == []
}
