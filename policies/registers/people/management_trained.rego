# METADATA
# title: Each member of the management body is trained
# description: >-
#   Those who approve security measures and answer for them must be able to judge them. NIS2 asks
#   this of every member, not of the body as a whole.
# custom:
#   kind: registers.people.person
#   needs:
#     - management_body
#     - joined_at
#     - left_at
#     - registers.people.training/person
#     - registers.people.training/audience
#     - registers.people.training/completed_at
#   severity: high
#   requirements:
#     soc2: [CC1.2, CC1.4]
#     nis2: [art.20.2, ir.8.1.1, ir.10.1.2.c]
#     iso27001: [A.6.3]
#   params: {max_age_days: 365, grace_days: 90}
#   remediation: >-
#     Let the member take the training for the management body, and enter it in the register of
#     trainings.
package registers.people.management_trained

import rego.v1

import data.lib.days
import data.lib.registers

trained := {entry.person |
	some entry in data.resources["registers.people.training"]
	entry.audience == "management"
	days.within(entry.completed_at, data.run.as_of, data.params.max_age_days)
}

member if {
	input.management_body == true
	input.left_at == null
}

member if {
	input.management_body == true
	days.ahead(input.left_at, data.run.as_of)
}

not_applicable contains "the person is not in the management body" if input.management_body == false

not_applicable contains "the person is not said to be in the management body" if input.management_body == null

not_applicable contains "the member has left" if {
	input.management_body == true
	days.passed(input.left_at, data.run.as_of)
}

not_applicable contains "the member is new and not trained yet" if {
	member
	not input.id in trained
	days.within(input.joined_at, data.run.as_of, data.params.grace_days)
}

pass if {
	member
	input.id in trained
}

fail contains sprintf("no training for the management body within %d days", [data.params.max_age_days]) if {
	member
	not input.id in trained
	days.beyond(input.joined_at, data.run.as_of, data.params.grace_days)
}
