# METADATA
# title: Each GitHub account belongs to one person or a named service
# description: >-
#   An account that nobody in the house answers for is one that nobody will close. Each belongs
#   to exactly one person, or to a service that is listed.
# custom:
#   kind: github.org.member
#   needs: [registers.people.person/github_logins]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, ir.11.5.2.a, ir.11.5.2.b, ir.11.5.3]
#     iso27001: [A.5.16]
#   params: {service_accounts: []}
#   remediation: >-
#     Name the account in github_logins of its person, list it in service_accounts, or delete it.
package registers.people.github_member_owned

import rego.v1

import data.lib.registers

holders := {account: people |
	some person in data.resources["registers.people.person"]
	some written in person.github_logins
	account := lower(written)
	people := {other.id | some other in data.resources["registers.people.person"]; some name in other.github_logins; lower(name) == account}
}

service if lower(input.id) in {lower(name) | some name in data.params.service_accounts}

owners := object.get(holders, lower(input.id), set())

pass if service

pass if {
	not service
	count(owners) == 1
}

fail contains "it belongs to nobody in the register of people" if {
	is_string(input.id)
	not service
	count(owners) == 0
}

fail contains sprintf("it belongs to several people: %s", [concat(", ", sort(owners))]) if {
	not service
	count(owners) > 1
}
