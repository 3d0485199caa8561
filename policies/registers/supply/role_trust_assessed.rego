# METADATA
# title: Each outside account that a role trusts belongs to an assessed supplier
# description: >-
#   A role that another account may take is a supplier's door into this one. Who stands behind
#   the account must be known and assessed.
# custom:
#   kind: aws.iam.role
#   needs:
#     - trust_policy
#     - registers.supply.supplier/identities
#     - registers.supply.supplier/assessed_at
#   severity: high
#   requirements:
#     soc2: [CC9.2, CC6.3, CC6.6]
#     nis2: [art.21.2.d, art.21.3, ir.5.1.5, ir.5.2.a, ir.11.2.2.d]
#     iso27001: [A.5.19, A.5.21]
#   params: {own_accounts: [], max_age_days: 365}
#   remediation: >-
#     Enter the supplier with the identity aws-account:<id> and assess it, remove the trust, or
#     list the account in own_accounts.
package registers.supply.role_trust_assessed

import rego.v1

import data.lib.access
import data.lib.days

listed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	some identity in supplier.identities
}

assessed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	days.within(supplier.assessed_at, data.run.as_of, data.params.max_age_days)
	some identity in supplier.identities
}

home := split(input.id, ":")[4]

own := {home} | {account | some account in data.params.own_accounts}

outside := access.foreign(input.trust_policy, own) - {"*"}

unlisted := {account | some account in outside; not concat(":", ["aws-account", account]) in listed}

stale := {account | some account in outside - unlisted; not concat(":", ["aws-account", account]) in assessed}

not_applicable contains "the role trusts no outside account" if {
	is_array(input.trust_policy.Statement)
	count(outside) == 0
}

pass if {
	count(outside) > 0
	count(unlisted | stale) == 0
}

fail contains sprintf("account %s is trusted and in no supplier's identities", [account]) if some account in unlisted

fail contains sprintf("the supplier with account %s was not assessed within %d days", [account, data.params.max_age_days]) if some account in stale
