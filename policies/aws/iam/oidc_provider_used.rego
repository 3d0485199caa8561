# METADATA
# title: Every OIDC provider is trusted by some role
# description: >-
#   An OIDC provider in the account is a party whose tokens may come to be trusted. One that no
#   role trusts is the rest of a trial or of a service that is gone. Removing it makes the next
#   mistake in a trust policy harmless.
# custom:
#   kind: aws.iam.oidc_provider
#   needs: [aws.iam.role/trust_policy]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.5.4, ir.11.2.3]
#     iso27001: [A.5.16, A.5.18]
#   remediation: Run aws iam delete-open-id-connect-provider for the provider.
package aws.iam.oidc_provider_used

import rego.v1

import data.lib.statements

trusted := {provider |
	some role in data.resources["aws.iam.role"]
	some statement in statements.allowing(role.trust_policy)
	some provider in statement.Principal.Federated
}

pass if input.id in trusted

fail contains "no role trusts the provider" if {
	is_array(data.resources["aws.iam.role"])
	not input.id in trusted
}
