# METADATA
# title: Root users of member accounts are managed centrally
# description: >-
#   With central management the root users of member accounts have no password and no key that could
#   be stolen. It is switched on once, for the whole organisation, from its management account. Other
#   accounts cannot tell, and are not judged.
# custom:
#   kind: aws.iam.account
#   needs: [organization_features]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.a, ir.11.3.2.c]
#     iso27001: [A.8.2]
#   equivalent:
#     prowler: [iam_root_credentials_management_enabled]
#   remediation: >-
#     In the management account run aws iam enable-organizations-root-credentials-management, then
#     delete the root credentials of the member accounts.
package aws.iam.root_credentials_central

import rego.v1

not_applicable contains "the account does not manage an organisation" if input.organization_features == null

pass if "RootCredentialsManagement" in input.organization_features

fail contains "central management of root credentials is off" if {
	is_array(input.organization_features)
	not "RootCredentialsManagement" in input.organization_features
}
