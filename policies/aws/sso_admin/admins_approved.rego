# METADATA
# title: Permission sets for administrators are approved
# description: >-
#   A permission set that gives every right is given to people one by one, in every account it is
#   provisioned to. Each such set should be known, and few people should have it.
# custom:
#   kind: aws.sso_admin.permission_set
#   needs: [name, managed_policies, inline_policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.8.2]
#   params: {approved_sets: []}
#   remediation: >-
#     Give a narrower policy; list sets that must be as wide as this, by name, in the parameter
#     approved_sets.
package aws.sso_admin.admins_approved

import rego.v1

import data.lib.statements

observed := [input.name, input.managed_policies, input.inline_policy]

admin if {
	some arn in input.managed_policies
	endswith(arn, ":aws:policy/AdministratorAccess")
}

admin if {
	some statement in input.inline_policy.Statement
	statements.full_admin(statement)
}

# Under a condition that may or may not hold anybody back.
doubtful if {
	some statement in input.inline_policy.Statement
	statements.perhaps_admin(statement)
}

approved if input.name in data.params.approved_sets

pass if {
	count(observed) == 3
	not admin
	not doubtful
}

pass if {
	count(observed) == 3
	approved
	admin
}

fail contains "the set gives every right and is not approved" if {
	count(observed) == 3
	admin
	not approved
}
