# METADATA
# title: Each outside account in a bucket policy belongs to an assessed supplier
# description: >-
#   An account that a bucket policy lets in holds data of the entity, or can read it. Who stands
#   behind the account must be known and assessed, as for a role that it may take.
# custom:
#   kind: aws.s3.bucket
#   needs:
#     - policy
#     - aws.s3.account
#     - registers.supply.supplier/identities
#     - registers.supply.supplier/assessed_at
#   severity: high
#   requirements:
#     soc2: [CC9.2, CC6.3, CC6.6]
#     nis2: [art.21.2.d, art.21.3, ir.5.1.5, ir.5.2.a, ir.11.2.2.d]
#     iso27001: [A.5.19, A.5.21]
#   params: {own_accounts: [], max_age_days: 365}
#   remediation: >-
#     Enter the supplier with the identity aws-account:<id> and assess it, take the account out of
#     the bucket policy, or list it in own_accounts.
package registers.supply.bucket_policy_assessed

import rego.v1

import data.lib.days
import data.lib.access
import data.lib.statements

listed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	some identity in supplier.identities
}

assessed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	days.within(supplier.assessed_at, data.run.as_of, data.params.max_age_days)
	some identity in supplier.identities
}

own := {account.id | some account in data.resources["aws.s3.account"]} | {id | some id in data.params.own_accounts}

outside := {account |
	some statement in statements.allowing(input.policy)
	some principal in statement.Principal.AWS
	account := access.account(principal)
	account != "*"
	not account in own
}

unlisted := {account | some account in outside; not concat(":", ["aws-account", account]) in listed}

stale := {account | some account in outside - unlisted; not concat(":", ["aws-account", account]) in assessed}

# The policy of the bucket, null if it has none, and the account that it lies in were both seen.
seen if count([input.policy, data.resources["aws.s3.account"][0].id]) == 2

not_applicable contains "the bucket policy lets no outside account in" if {
	seen
	count(outside) == 0
}

pass if {
	seen
	count(outside) > 0
	count(unlisted | stale) == 0
}

fail contains sprintf("account %s is let in and in no supplier's identities", [account]) if {
	seen
	some account in unlisted
}

fail contains sprintf("the supplier with account %s was not assessed within %d days", [account, data.params.max_age_days]) if {
	seen
	some account in stale
}
