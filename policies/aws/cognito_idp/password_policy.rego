# METADATA
# title: User pools ask for long and mixed passwords
# description: >-
#   Passwords of an application's users are guessed, and reused from elsewhere. Length does most
#   against guessing; the kinds of characters asked for are what standards still name. Each can be
#   changed as a parameter.
# custom:
#   kind: aws.cognito_idp.user_pool
#   needs: [password_policy]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.a, ir.11.6.1]
#     iso27001: [A.5.17, A.8.5]
#   params: {min_length: 14, kinds: [lowercase, uppercase, numbers, symbols]}
#   equivalent:
#     prowler:
#       - cognito_user_pool_password_policy_lowercase
#       - cognito_user_pool_password_policy_minimum_length_14
#       - cognito_user_pool_password_policy_number
#       - cognito_user_pool_password_policy_symbol
#       - cognito_user_pool_password_policy_uppercase
#   remediation: >-
#     Run aws cognito-idp update-user-pool with a PasswordPolicy; give all other settings too,
#     since those left out are reset.
package aws.cognito_idp.password_policy

import rego.v1

# What a default leaves out is not asked for.
asked(name) if input.password_policy[name] == true

weak contains "the pool has no password policy" if input.password_policy == null

weak contains sprintf("passwords of %d characters are accepted", [input.password_policy.minimum_length]) if {
	input.password_policy.minimum_length < data.params.min_length
}

weak contains sprintf("%s are not asked for", [kind]) if {
	is_object(input.password_policy)
	some kind in data.params.kinds
	not asked(concat("_", ["require", kind]))
}

pass if {
	is_number(input.password_policy.minimum_length)
	count(weak) == 0
}

fail contains reason if some reason in weak
