# METADATA
# title: Metrics and logs are shared only with approved accounts
# description: >-
#   The role CloudWatch-CrossAccountSharingRole lets other accounts look at the metrics,
#   dashboards and logs of this one. Monitoring accounts need it; each of them should be known and
#   approved.
# custom:
#   kind: aws.cloudwatch.account
#   needs: [aws.iam.role/name, aws.iam.role/trust_policy]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.d]
#     iso27001: [A.5.15, A.8.3]
#   params: {approved_accounts: []}
#   equivalent:
#     prowler: [cloudwatch_cross_account_sharing_disabled]
#   remediation: >-
#     Delete the role CloudWatch-CrossAccountSharingRole, or take the account out of its trust
#     policy; list monitoring accounts in the parameter approved_accounts.
package aws.cloudwatch.sharing_approved

import rego.v1

import data.lib.access
import data.lib.statements

shared_with := {account |
	some role in data.resources["aws.iam.role"]
	role.name == "CloudWatch-CrossAccountSharingRole"
	some statement in statements.allowing(role.trust_policy)
	some principal in statement.Principal.AWS
	account := access.account(principal)
}

wrong := {account | some account in shared_with; not account in data.params.approved_accounts}

pass if {
	is_array(data.resources["aws.iam.role"])
	count(wrong) == 0
}

fail contains sprintf("account %s may look at metrics and logs and is not approved", [account]) if some account in wrong
