# METADATA
# title: Everybody acknowledged the policies
# description: >-
#   People can only follow rules that they know. An acknowledgement shows that a rule reached the
#   person it binds.
# custom:
#   kind: registers.people.person
#   needs:
#     - joined_at
#     - left_at
#     - registers.policy.acknowledgement/person
#     - registers.policy.acknowledgement/acknowledged_at
#   severity: medium
#   requirements:
#     soc2: [CC1.1, CC2.2]
#     nis2: [ir.1.1.1.f, ir.1.2.2, ir.10.1.1]
#     iso27001: [A.5.1, A.6.2]
#   params: {max_age_days: 365, grace_days: 30}
#   remediation: >-
#     Let the person read and acknowledge the policies, and enter it in the register of
#     acknowledgements.
package registers.policy.acknowledged

import rego.v1

import data.lib.days
import data.lib.registers

recent := {entry.person |
	some entry in data.resources["registers.policy.acknowledgement"]
	days.within(entry.acknowledged_at, data.run.as_of, data.params.max_age_days)
}

works_here if input.left_at == null

works_here if days.ahead(input.left_at, data.run.as_of)

new if days.within(input.joined_at, data.run.as_of, data.params.grace_days)

not_applicable contains "the person has left" if days.passed(input.left_at, data.run.as_of)

not_applicable contains "the person is new and has not acknowledged yet" if {
	works_here
	new
	not input.id in recent
}

pass if {
	works_here
	input.id in recent
}

fail contains sprintf("no acknowledgement within %d days", [data.params.max_age_days]) if {
	works_here
	days.beyond(input.joined_at, data.run.as_of, data.params.grace_days)
	not input.id in recent
}
