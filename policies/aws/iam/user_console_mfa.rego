# METADATA
# title: Users with a console password have MFA
# description: >-
#   A password alone falls to phishing, guessing and reuse. A second factor stops most such
#   attacks on the console. Users without a console password are not judged.
# custom:
#   kind: aws.iam.user
#   needs: [credentials]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.1, ir.11.6.1]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [iam_user_mfa_enabled_console_access]
#     cis: ["aws-3.0:1.10", "aws-5.0:1.9", "aws-7.0:2.10"]
#   remediation: >-
#     Have the user register an MFA device under Security credentials (aws iam enable-mfa-device),
#     and deny other actions until one is present with a condition on aws:MultiFactorAuthPresent.
package aws.iam.user_console_mfa

import rego.v1

not_applicable contains "the user has no console password" if input.credentials.password_enabled == false

pass if {
	input.credentials.password_enabled == true
	input.credentials.mfa_active == true
}

fail contains "the user signs in with a password and no MFA" if {
	input.credentials.password_enabled == true
	input.credentials.mfa_active == false
}
