# METADATA
# title: Passwords end in time
# description: >-
#   A password that never ends works for whoever learnt it, long after. Newer advice is to change
#   passwords only on suspicion, where MFA guards them: then raise max_age_days or waive this. An
#   account whose users have no console passwords has nothing to protect here.
# custom:
#   kind: aws.iam.account
#   needs: [password_policy, aws.iam.user/credentials]
#   severity: low
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.b, ir.11.6.1]
#     iso27001: [A.5.17]
#   params: {max_age_days: 90}
#   equivalent:
#     prowler: [iam_password_policy_expires_passwords_within_90_days_or_less]
#   remediation: >-
#     Run aws iam update-account-password-policy --max-password-age 90 beside the settings that are
#     there.
package aws.iam.password_expiry

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

weak contains "passwords never end" if input.password_policy.max_password_age in {null, 0}

weak contains sprintf("passwords end after %d days", [input.password_policy.max_password_age]) if {
	input.password_policy.max_password_age > data.params.max_age_days
}

pass if {
	signs_in
	input.password_policy.max_password_age > 0
	count(weak) == 0
}

fail contains reason if {
	signs_in
	some reason in weak
}
