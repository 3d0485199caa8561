# METADATA
# title: Everybody is trained in security
# description: >-
#   Most attacks begin with a person. Basic training at set intervals is what NIS2 calls cyber
#   hygiene, and newcomers need it before habits form.
# custom:
#   kind: registers.people.person
#   needs:
#     - joined_at
#     - left_at
#     - registers.people.training/person
#     - registers.people.training/completed_at
#   severity: medium
#   requirements:
#     soc2: [CC1.4, CC2.2]
#     nis2: [art.21.2.g, art.20.2, ir.8.1.1, ir.8.1.2.a, ir.8.1.3]
#     iso27001: [A.6.3, cl.7.3]
#   params: {max_age_days: 365, grace_days: 30}
#   remediation: >-
#     Let the person take the training and enter it in the register of trainings.
package registers.people.trained

import rego.v1

import data.lib.days
import data.lib.registers

trained := {entry.person |
	some entry in data.resources["registers.people.training"]
	days.within(entry.completed_at, data.run.as_of, data.params.max_age_days)
}

works_here if input.left_at == null

works_here if days.ahead(input.left_at, data.run.as_of)

not_applicable contains "the person has left" if days.passed(input.left_at, data.run.as_of)

not_applicable contains "the person is new and not trained yet" if {
	works_here
	not input.id in trained
	days.within(input.joined_at, data.run.as_of, data.params.grace_days)
}

pass if {
	works_here
	input.id in trained
}

fail contains sprintf("no training within %d days", [data.params.max_age_days]) if {
	works_here
	not input.id in trained
	days.beyond(input.joined_at, data.run.as_of, data.params.grace_days)
}
