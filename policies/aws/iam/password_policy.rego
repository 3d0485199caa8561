# METADATA
# title: The password policy asks for long passwords that are not used again
# description: >-
#   Without a policy of its own an account accepts eight characters and lets old passwords come
#   back. Length and a memory of earlier passwords are what makes guessing and reuse fail. An
#   account whose users have no console passwords has nothing to protect here.
# custom:
#   kind: aws.iam.account
#   needs: [password_policy, aws.iam.user/credentials]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.a, ir.11.6.1]
#     iso27001: [A.5.17]
#   params: {min_length: 14, min_reuse: 24}
#   equivalent:
#     prowler: [iam_password_policy_minimum_length_14, iam_password_policy_reuse_24]
#     cis: ["aws-3.0:1.8", "aws-3.0:1.9", "aws-5.0:1.7", "aws-5.0:1.8", "aws-7.0:2.8", "aws-7.0:2.9"]
#   remediation: >-
#     In IAM, Account settings, Password policy, set the minimum length and prevent reuse; or run
#     aws iam update-account-password-policy --minimum-password-length 14
#     --password-reuse-prevention 24.
package aws.iam.password_policy

import rego.v1

with_password contains user.id if {
	some user in data.resources["aws.iam.user"]
	user.credentials.password_enabled == true
}

not_applicable contains "no user has a console password" if {
	is_array(data.resources["aws.iam.user"])
	count(with_password) == 0
}

signs_in if count(with_password) > 0

weak contains "the account has no password policy" if input.password_policy == null

weak contains sprintf("passwords of %d characters are accepted", [input.password_policy.minimum_password_length]) if {
	input.password_policy.minimum_password_length < data.params.min_length
}

weak contains "old passwords may be used again at once" if input.password_policy.password_reuse_prevention == null

weak contains sprintf("only the last %d passwords are remembered", [input.password_policy.password_reuse_prevention]) if {
	input.password_policy.password_reuse_prevention != null
	input.password_policy.password_reuse_prevention < data.params.min_reuse
}

pass if {
	signs_in
	is_object(input.password_policy)
	count(weak) == 0
}

fail contains reason if {
	signs_in
	some reason in weak
}
