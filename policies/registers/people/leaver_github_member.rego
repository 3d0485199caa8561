# METADATA
# title: No leaver is still in the GitHub organisation
# description: >-
#   Who has left the house must not read or write its code. Members and outside collaborators are
#   held against the register of people.
# custom:
#   kind: registers.people.person
#   needs: [left_at, github_logins, github.org.member, github.org.outside_collaborator]
#   severity: critical
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.b, ir.11.5.4]
#     iso27001: [A.5.18, A.6.5]
#   remediation: >-
#     Remove the account from the organisation and its repositories, and look at what it did
#     since the person left.
package registers.people.leaver_github_member

import rego.v1

import data.lib.days

members := {lower(account.id) | some account in data.resources["github.org.member"]}

collaborators := {lower(account.id) | some account in data.resources["github.org.outside_collaborator"]}

inside := members | collaborators

left if days.passed(input.left_at, data.run.as_of)

still := [login | some login in input.github_logins; lower(login) in inside]

not_applicable contains "the person works here" if input.left_at == null

not_applicable contains "the person has not left yet" if days.ahead(input.left_at, data.run.as_of)

pass if {
	left
	is_array(input.github_logins)
	count(still) == 0
}

fail contains sprintf("%s is still in the organisation; the person left on %s", [login, input.left_at]) if {
	left
	some login in still
}
