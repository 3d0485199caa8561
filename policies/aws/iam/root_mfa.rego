# METADATA
# title: The root user signs in with MFA, or has no password
# description: >-
#   The root user can do everything in the account and no policy can hold it back. With a second
#   factor a stolen password is not enough. An account whose root user has no password, as with
#   central root management, has nothing to protect here.
# custom:
#   kind: aws.iam.account
#   needs: [summary]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.3, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.1, ir.11.3.2.a]
#     iso27001: [A.8.5, A.8.2]
#   equivalent:
#     prowler: [iam_root_mfa_enabled]
#     cis: ["aws-3.0:1.5", "aws-5.0:1.4", "aws-7.0:2.5"]
#   remediation: >-
#     Sign in as the root user, open Security credentials and assign an MFA device; or remove the
#     root password through central root access management in AWS Organizations.
package aws.iam.root_mfa

import rego.v1

pass if input.summary.account_mfa_enabled == true

pass if input.summary.account_password_present == false

fail contains "the root user has a password and no MFA device" if {
	input.summary.account_mfa_enabled == false
	input.summary.account_password_present == true
}
