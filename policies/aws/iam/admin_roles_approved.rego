# METADATA
# title: Every role with administrator rights is approved
# description: >-
#   Whoever can take such a role can undo every other control. Which roles hold that right is a
#   decision that somebody makes and can show. Roles that can do everything must be on the list
#   approved_roles.
# custom:
#   kind: aws.iam.role
#   needs: [name, rights]
#   severity: high
#   requirements:
#     soc2: [CC1.3, CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.c, ir.11.2.2.c, ir.11.2.2.e]
#     iso27001: [A.8.2, A.5.18]
#   params: {approved_roles: []}
#   equivalent:
#     prowler: [iam_role_administratoraccess_policy, iam_aws_attached_policy_no_administrative_privileges]
#     cis: ["aws-3.0:1.16", "aws-5.0:1.15", "aws-7.0:2.14"]
#   remediation: >-
#     Replace AdministratorAccess or the policy with "*" on "*" by the rights the role needs; or
#     have the role approved and add its name to the parameter approved_roles.
package aws.iam.admin_roles_approved

import rego.v1

not_applicable contains "the role is not an administrator" if input.rights.admin == "no"

administrator if input.rights.admin in {"yes", "conditional"}

pass if {
	administrator
	input.name in data.params.approved_roles
}

fail contains sprintf("%s is an administrator and not in approved_roles", [input.name]) if {
	input.rights.admin == "yes"
	not input.name in data.params.approved_roles
}

fail contains sprintf("%s is an administrator, under conditions (%s), and not in approved_roles", [input.name, conditions]) if {
	input.rights.admin == "conditional"
	conditions := concat(", ", input.rights.conditions)
	not input.name in data.params.approved_roles
}
