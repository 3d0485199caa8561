# METADATA
# title: Administrators have no active access keys
# description: >-
#   An access key of an administrator is the whole account in two strings, with no second factor
#   before it. Keys end up in files, in shells and in repositories. Administrators should take
#   short-lived credentials from a role.
# custom:
#   kind: aws.iam.access_key
#   needs: [active, aws.iam.user/rights]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.c, ir.11.6.2.f]
#     iso27001: [A.8.2, A.5.17]
#   equivalent:
#     prowler: [iam_user_administrator_access_policy]
#   remediation: >-
#     Deactivate and delete the key; let the administrator sign in through IAM Identity Center or
#     assume a role with MFA.
package aws.iam.admin_access_key

import rego.v1

owners := {id: user.rights |
	some user in data.resources["aws.iam.user"]
	some slot in ["access_key_1", "access_key_2"]
	id := concat("/", [user.id, slot])
}

owner := owners[input.id]

not_applicable contains "the key's user is not an administrator" if owner.admin == "no"

not_applicable contains sprintf("the key's user is an administrator only under conditions: %s", [keys]) if {
	owner.admin == "conditional"
	keys := concat(", ", owner.conditions)
}

pass if {
	owner.admin == "yes"
	input.active == false
}

fail contains "the key is active and its user is an administrator" if {
	owner.admin == "yes"
	input.active == true
}
