# METADATA
# title: OIDC providers accept few audiences
# description: >-
#   The audience says for whom a token was made. Each further audience is another service whose
#   tokens are taken here too. One for each provider is the rule.
# custom:
#   kind: aws.iam.oidc_provider
#   needs: [client_ids]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.1.2.b]
#     iso27001: [A.5.15, A.8.5]
#   params: {max_audiences: 2}
#   remediation: >-
#     Run aws iam remove-client-id-from-open-id-connect-provider for each audience that is not
#     needed.
package aws.iam.oidc_provider_audience

import rego.v1

pass if {
	count(input.client_ids) >= 1
	count(input.client_ids) <= data.params.max_audiences
}

fail contains "the provider names no audience" if count(input.client_ids) == 0

fail contains sprintf("the provider accepts these audiences: %s", [concat(", ", input.client_ids)]) if {
	count(input.client_ids) > data.params.max_audiences
}
