# METADATA
# title: Users with administrator rights have MFA
# description: >-
#   Who may do everything in the account, directly or through a group, should never be one password
#   or one key away from a thief. That counts for access keys too: with a device registered, policies
#   can ask for it. Rights that hang on conditions count.
# custom:
#   kind: aws.iam.user
#   needs: [rights, credentials]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.3.2.a, ir.11.7.1]
#     iso27001: [A.8.2, A.8.5]
#   equivalent:
#     prowler: [iam_administrator_access_with_mfa]
#   remediation: >-
#     Have the user register an MFA device (aws iam enable-mfa-device), or take the administrator
#     rights away: the message names the policies that give them.
package aws.iam.admin_mfa

import rego.v1

not_applicable contains "the user is not an administrator" if input.rights.admin == "no"

administrator if input.rights.admin in {"yes", "conditional"}

pass if {
	administrator
	input.credentials.mfa_active == true
}

fail contains sprintf("the user is an administrator by %s and has no MFA", [concat(", ", input.rights.via)]) if {
	administrator
	input.credentials.mfa_active == false
}
