# METADATA
# title: A continuity plan is complete, approved and current
# description: >-
#   A plan is read in the worst hour. It names roles, contacts, the conditions of its use and the
#   order of recovery, and somebody has approved it lately.
# custom:
#   kind: registers.continuity.plan
#   needs: [purpose, parts, approved_at, expires_at]
#   severity: high
#   requirements:
#     soc2: [CC9.1, CC7.5, A1.2]
#     nis2: [art.21.2.c, ir.4.1.1, ir.4.1.2.a, ir.4.1.2.b, ir.4.1.2.c, ir.4.1.2.d, ir.4.1.2.e, ir.4.1.2.f, ir.4.1.2.h, ir.4.3.1]
#     iso27001: [A.5.29, A.5.30]
#   params: {max_age_days: 365}
#   remediation: >-
#     Complete the plan, have it approved, and enter its parts.
package registers.continuity.plan_complete

import rego.v1

import data.lib.days

wanted := {"a", "b", "c", "d", "e", "f", "g", "h"}

missing := wanted - {part | some part in input.parts}

wrong contains sprintf("it lacks the parts %s of annex 4.1.2", [concat(", ", sort(missing))]) if {
	input.purpose != "crisis"
	count(missing) > 0
}

wrong contains "nobody has approved it" if input.approved_at == null

wrong contains sprintf("it was last approved on %s", [input.approved_at]) if {
	days.beyond(input.approved_at, data.run.as_of, data.params.max_age_days)
}

wrong contains sprintf("it expired on %s", [input.expires_at]) if days.passed(input.expires_at, data.run.as_of)

pass if {
	is_string(input.purpose)
	is_array(input.parts)
	is_string(input.approved_at)
	count(wrong) == 0
}

fail contains reason if some reason in wrong
