# METADATA
# title: The members of the management body are named
# description: >-
#   Duties of the management body are duties of persons. Where nobody is named, approval,
#   oversight and training cannot be shown for anybody.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.people.person/management_body, registers.people.person/left_at]
#   severity: medium
#   requirements:
#     soc2: [CC1.2, CC1.3]
#     nis2: [art.20.1, art.20.2]
#     iso27001: [A.5.4]
#   remediation: >-
#     Enter the members in the register of people and set management_body.
package registers.people.body_named

import rego.v1

import data.lib.registers

members := [person.id |
	some person in data.resources["registers.people.person"]
	person.management_body == true
	registers.works_here(person, data.run.as_of)
]

pass if count(members) > 0

fail contains "no person is marked as a member of the management body" if count(members) == 0
