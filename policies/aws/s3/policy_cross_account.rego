# METADATA
# title: Bucket policies allow only approved outside accounts
# description: >-
#   Another account that may read a bucket takes its data out of this one's control. Each such
#   account should be known and approved, and its access should end with the reason for it.
#   Statements for anyone at all are judged by another policy.
# custom:
#   kind: aws.s3.bucket
#   needs: [policy, aws.s3.account]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.d, ir.11.2.2.a]
#     iso27001: [A.5.19, A.8.3]
#   params: {approved_accounts: []}
#   equivalent:
#     prowler: [s3_bucket_cross_account_access]
#   remediation: >-
#     Remove the account from the bucket policy, or have it approved and add it to the parameter
#     approved_accounts.
package aws.s3.policy_cross_account

import rego.v1

import data.lib.access

known := {account.id | some account in data.resources["aws.s3.account"]} | {id | some id in data.params.approved_accounts}

# Who is let in at the end, conditions and denials weighed. That anyone is, is another question.
outside := access.foreign(input.policy, known) - {"*"}

observed := [input.policy, data.resources["aws.s3.account"][0].id]

pass if {
	count(observed) == 2
	count(outside) == 0
}

fail contains sprintf("account %s is allowed and not approved", [account]) if {
	count(observed) == 2
	some account in outside
}
