# METADATA
# title: VPC endpoints serve only accounts that are trusted
# description: >-
#   The policy that an endpoint comes with lets everybody’s credentials through to everybody’s
#   resources, so that data can be carried out to a foreign account on a private path. It should
#   name the own accounts, or hold the caller to them by a condition.
# custom:
#   kind: aws.ec2.vpc_endpoint
#   needs: [service_name, policy]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.7]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.7.2.c, ir.6.7.2.i, ir.11.2.2.a]
#     iso27001: [A.8.12, A.8.20]
#   params: {trusted_accounts: []}
#   equivalent:
#     prowler: [vpc_endpoint_connections_trust_boundaries]
#   remediation: >-
#     Replace the policy with one whose principals are own accounts, or which asks for
#     aws:PrincipalOrgID or aws:PrincipalAccount; list partners in trusted_accounts.
package aws.ec2.vpc_endpoint_trust

import rego.v1

import data.lib.access

home := split(input.id, ":")[4]

# The policy of an endpoint to a service of one's own or a partner's cannot be changed.
fixed if contains(input.service_name, "com.amazonaws.vpce.")

not_applicable contains "the policy of such an endpoint cannot be set" if fixed

not_applicable contains "the endpoint has no policy" if {
	is_string(input.service_name)
	not fixed
	input.policy == null
}

trusted := {home} | {account | some account in data.params.trusted_accounts}

let_through := access.foreign(input.policy, trusted)

pass if {
	is_string(input.service_name)
	not fixed
	is_array(input.policy.Statement)
	count(let_through) == 0
}

fail contains "anybody is let through" if {
	is_string(input.service_name)
	not fixed
	access.public(input.policy)
}

fail contains sprintf("account %s is let through and not trusted", [account]) if {
	is_string(input.service_name)
	not fixed
	some account in let_through
	account != "*"
}
