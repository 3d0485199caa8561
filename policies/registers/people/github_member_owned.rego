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

# Accounts with their people, in order: who shares one stands next to the other.
pairs := sort({[lower(written), person.id] |
	some person in data.resources["registers.people.person"]
	some written in person.github_logins
})

owned := {pair[0] | some pair in pairs}

shared := {pair[0] |
	some i, pair in pairs
	i > 0
	pairs[i - 1][0] == pair[0]
}

account := lower(input.id)

service if account in {lower(name) | some name in data.params.service_accounts}

pass if service

pass if {
	not service
	account in owned
	not account in shared
}

fail contains "it belongs to nobody in the register of people" if {
	not service
	is_string(account)
	not account in owned
}

fail contains sprintf("it belongs to several people: %s", [concat(", ", [pair[1] | some pair in pairs; pair[0] == account])]) if {
	not service
	account in shared
}
