# METADATA
# title: OpenSearch dashboards ask for a sign-in
# description: >-
#   Dashboards show whatever is in the domain. With Cognito or SAML each viewer is a person with
#   a second factor and an end of employment; without them all share the rights of an address or
#   of a basic password.
# custom:
#   kind: aws.opensearch.domain
#   needs: [cognito, saml]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, art.21.2.j, ir.11.6.1, ir.11.1.2.c]
#     iso27001: [A.8.5, A.5.16]
#   equivalent:
#     prowler: [opensearch_service_domains_use_cognito_authentication_for_kibana]
#   remediation: >-
#     Run aws opensearch update-domain-config with --cognito-options, or with SAMLOptions in
#     --advanced-security-options.
package aws.opensearch.dashboard_sign_in

import rego.v1

pass if input.cognito == true

pass if input.saml == true

fail contains "dashboards ask neither Cognito nor SAML who is there" if {
	input.cognito == false
	input.saml == false
}
