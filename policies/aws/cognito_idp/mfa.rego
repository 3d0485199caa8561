# METADATA
# title: User pools ask for a second factor
# description: >-
#   A password that leaked from anywhere opens every account that shares it. A second factor stops
#   that. Optional leaves it to those who need it most and choose it least.
# custom:
#   kind: aws.cognito_idp.user_pool
#   needs: [mfa]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.j, ir.11.7.1]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [cognito_user_pool_mfa_enabled]
#   remediation: >-
#     Run aws cognito-idp set-user-pool-mfa-config --mfa-configuration ON with a software token,
#     WebAuthn or SMS.
package aws.cognito_idp.mfa

import rego.v1

pass if input.mfa == "ON"

fail contains "a second factor is never asked for" if input.mfa == "OFF"

fail contains "a second factor is left to the user" if input.mfa == "OPTIONAL"
