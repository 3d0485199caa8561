# METADATA
# title: An exception from multi-factor authentication names whom it excepts
# description: >-
#   An exception for everybody, or for an account that nobody knows, switches the control off.
#   Each subject must be a person or an account in the register of people.
# custom:
#   kind: registers.exception.exception
#   needs:
#     - topic
#     - subjects
#     - registers.people.person/aws_users
#     - registers.people.person/github_logins
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, ir.11.7.1, ir.11.6.3]
#     iso27001: [A.8.5]
#   remediation: >-
#     Name each person or account in subjects, as the register of people does, or end the
#     exception.
package registers.exception.mfa_names_people

import rego.v1

import data.lib.registers

known := ids | (users | logins)

ids := {lower(person.id) | some person in data.resources["registers.people.person"]}

users := {lower(name) | some person in data.resources["registers.people.person"]; some name in person.aws_users}

logins := {lower(name) | some person in data.resources["registers.people.person"]; some name in person.github_logins}

about_mfa if lower(input.topic) == "mfa"

strangers := [subject | some subject in input.subjects; not lower(subject) in known]

not_applicable contains "it is no exception from multi-factor authentication" if lower(input.topic) != "mfa"

pass if {
	about_mfa
	count(input.subjects) > 0
	count(strangers) == 0
}

fail contains "it names nobody" if {
	about_mfa
	input.subjects == []
}

fail contains sprintf("%s is no person or account in the register of people", [subject]) if {
	about_mfa
	some subject in strangers
}
