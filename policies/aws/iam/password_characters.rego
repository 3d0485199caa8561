# METADATA
# title: Passwords mix letters, digits and symbols
# description: >-
#   Each kind of character that a password must hold makes lists of common passwords less useful.
#   Length does more, and is another question; this is what many customers and auditors still ask
#   for. An account whose users have no console passwords has nothing to protect here.
# custom:
#   kind: aws.iam.account
#   needs: [password_policy, aws.iam.user/credentials]
#   severity: low
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.a, ir.11.6.1]
#     iso27001: [A.5.17]
#   params: {required: [lowercase_characters, numbers, symbols, uppercase_characters]}
#   equivalent:
#     prowler:
#       - iam_password_policy_lowercase
#       - iam_password_policy_number
#       - iam_password_policy_symbol
#       - iam_password_policy_uppercase
#   remediation: >-
#     Run aws iam update-account-password-policy with --require-lowercase-characters,
#     --require-uppercase-characters, --require-numbers and --require-symbols beside the settings
#     that are there; what is not wanted can be taken out of the parameter required.
package aws.iam.password_characters

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

weak contains sprintf("passwords need no %s", [replace(sort_of, "_", " ")]) if {
	some sort_of in data.params.required
	input.password_policy[concat("_", ["require", sort_of])] == false
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
