# METADATA
# title: Each IAM user belongs to one person or a named service
# description: >-
#   An account that nobody in the house answers for is one that nobody will close. Each belongs
#   to exactly one person, or to a service that is listed.
# custom:
#   kind: aws.iam.user
#   needs: [name, registers.people.person/aws_users]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, ir.11.5.2.a, ir.11.5.2.b, ir.11.5.3]
#     iso27001: [A.5.16]
#   params: {service_accounts: []}
#   remediation: >-
#     Name the account in aws_users of its person, list it in service_accounts, or delete it.
package registers.people.aws_user_owned

import rego.v1

import data.lib.registers

holders := {account: people |
	some person in data.resources["registers.people.person"]
	some written in person.aws_users
	account := lower(written)
	people := {other.id | some other in data.resources["registers.people.person"]; some name in other.aws_users; lower(name) == account}
}

service if lower(input.name) in {lower(name) | some name in data.params.service_accounts}

owners := object.get(holders, lower(input.name), set())

pass if service

pass if {
	not service
	count(owners) == 1
}

fail contains "it belongs to nobody in the register of people" if {
	is_string(input.name)
	not service
	count(owners) == 0
}

fail contains sprintf("it belongs to several people: %s", [concat(", ", sort(owners))]) if {
	not service
	count(owners) > 1
}
