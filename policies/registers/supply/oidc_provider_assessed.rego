# METADATA
# title: Each OIDC provider of an account belongs to an assessed supplier
# description: >-
#   An account that trusts tokens of an OIDC provider lets the provider's customers and staff in.
#   It is a supplier and must be assessed as one.
# custom:
#   kind: aws.iam.oidc_provider
#   needs: [url, registers.supply.supplier/identities, registers.supply.supplier/assessed_at]
#   severity: high
#   requirements:
#     soc2: [CC9.2, CC6.3]
#     nis2: [art.21.2.d, art.21.3, ir.5.1.5, ir.5.2.a]
#     iso27001: [A.5.19, A.5.21]
#   params: {own_providers: [], max_age_days: 365}
#   remediation: >-
#     Enter the supplier with this identity and assess it, remove it, or list it in own_providers
#     if it is your own.
package registers.supply.oidc_provider_assessed

import rego.v1

import data.lib.days
import data.lib.registers

listed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	some identity in supplier.identities
}

assessed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	days.within(supplier.assessed_at, data.run.as_of, data.params.max_age_days)
	some identity in supplier.identities
}

seen_as := lower(concat(":", ["oidc", trim_prefix(input.url, "https://")]))

own if input.url in data.params.own_providers

not_applicable contains "the provider is the entity's own" if own

pass if {
	not own
	seen_as in assessed
}

fail contains sprintf("%s is seen here and in no supplier's identities", [seen_as]) if {
	not own
	not seen_as in listed
}

fail contains sprintf("the supplier of %s was not assessed within %d days", [seen_as, data.params.max_age_days]) if {
	not own
	seen_as in listed
	not seen_as in assessed
}
