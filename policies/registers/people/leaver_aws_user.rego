# METADATA
# title: No leaver is still an IAM user
# description: >-
#   The list of people and the list of accounts are kept by different hands. Only holding them
#   against each other shows the account that was forgotten.
# custom:
#   kind: registers.people.person
#   needs: [left_at, aws_users, aws.iam.user/name]
#   severity: critical
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.b, ir.11.5.4]
#     iso27001: [A.5.18, A.6.5]
#   remediation: >-
#     Delete the IAM user with its keys and password (aws iam delete-user), after looking at what
#     it did since the person left.
package registers.people.leaver_aws_user

import rego.v1

import data.lib.days

live := {lower(user.name): user.id | some user in data.resources["aws.iam.user"]}

arns := {lower(user.id) | some user in data.resources["aws.iam.user"]}

left if days.passed(input.left_at, data.run.as_of)

still contains name if {
	some name in input.aws_users
	live[lower(name)]
}

still contains name if {
	some name in input.aws_users
	lower(name) in arns
}

not_applicable contains "the person works here" if input.left_at == null

not_applicable contains "the person has not left yet" if days.ahead(input.left_at, data.run.as_of)

pass if {
	left
	is_array(input.aws_users)
	count(still) == 0
}

fail contains sprintf("the IAM user %s still exists; the person left on %s", [name, input.left_at]) if {
	left
	some name in still
}
