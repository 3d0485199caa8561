# METADATA
# title: Every user with administrator rights is approved
# description: >-
#   An administrator can undo every other control. Who holds that right is a decision that
#   somebody makes and can show. Users who can do everything, directly or through a group, must be
#   on the list approved_admins.
# custom:
#   kind: aws.iam.user
#   needs: [name, rights]
#   severity: high
#   requirements:
#     soc2: [CC1.3, CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.c, ir.11.2.2.c, ir.11.2.2.e]
#     iso27001: [A.8.2, A.5.18]
#   params: {approved_admins: []}
#   equivalent:
#     prowler: [iam_user_administrator_access_policy, iam_aws_attached_policy_no_administrative_privileges]
#     cis: ["aws-3.0:1.16", "aws-5.0:1.15", "aws-7.0:2.14"]
#   remediation: >-
#     Take AdministratorAccess or the policy with "*" on "*" from the user and from its groups; or
#     have the user approved and add the name to the parameter approved_admins.
package aws.iam.admins_approved

import rego.v1

not_applicable contains "the user is not an administrator" if input.rights.admin == "no"

administrator if input.rights.admin in {"yes", "conditional"}

pass if {
	administrator
	input.name in data.params.approved_admins
}

fail contains sprintf("%s is an administrator and not in approved_admins", [input.name]) if {
	input.rights.admin == "yes"
	not input.name in data.params.approved_admins
}

fail contains sprintf("%s is an administrator, under conditions (%s), and not in approved_admins", [input.name, conditions]) if {
	input.rights.admin == "conditional"
	conditions := concat(", ", input.rights.conditions)
	not input.name in data.params.approved_admins
}
