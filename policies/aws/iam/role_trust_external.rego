# METADATA
# title: Roles trust only approved outside accounts, with an external id
# description: >-
#   A role that another account may take is a door into this one, and its lock is in the other's
#   hands. Each such account should be approved, and the external id keeps a third party from
#   being tricked into using its access for somebody else. Accounts of the same organisation,
#   listed in own_accounts, need neither.
# custom:
#   kind: aws.iam.role
#   needs: [trust_policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3, CC6.6]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.d, ir.6.7.2.d, ir.11.1.2.b]
#     iso27001: [A.5.19, A.5.18]
#   params: {own_accounts: [], approved_accounts: []}
#   remediation: >-
#     Remove accounts that are not needed from the trust policy, add a StringEquals condition on
#     sts:ExternalId for the others, and list them in approved_accounts; list the organisation's
#     own accounts in own_accounts.
package aws.iam.role_trust_external

import rego.v1

import data.lib.access
import data.lib.statements

own := {split(input.id, ":")[4]} | {account | some account in data.params.own_accounts}

denials := [statement | some statement in input.trust_policy.Statement; statement.Effect == "Deny"]

trusting := statements.allowing(input.trust_policy)

# The accounts from outside that a statement lets in, conditions and denials weighed; "*" among them.
outside(statement) := access.foreign({"Statement": array.concat([statement], denials)}, own)

# The statement asks for an external id that is not a wildcard.
has_external_id(statement) if {
	some operator in ["StringEquals", "StringLike"]
	some key, ids in statement.Condition[operator]
	lower(key) == "sts:externalid"
	count(ids) > 0
	not "*" in ids
}

wrong contains sprintf("account %s is trusted and not approved", [account]) if {
	some statement in trusting
	some account in outside(statement)
	not account in data.params.approved_accounts
}

wrong contains sprintf("account %s is trusted without an external id", [account]) if {
	some statement in trusting
	some account in outside(statement)
	not has_external_id(statement)
}

pass if {
	is_array(input.trust_policy.Statement)
	count(wrong) == 0
}

fail contains reason if some reason in wrong
