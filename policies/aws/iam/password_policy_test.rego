package aws.iam.password_policy_test

import rego.v1

import data.aws.iam.password_policy

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"password_policy": {
		"minimum_password_length": 14,
		"require_symbols": false,
		"require_numbers": false,
		"require_uppercase_characters": false,
		"require_lowercase_characters": false,
		"allow_users_to_change_password": true,
		"hard_expiry": false,
		"max_password_age": null,
		"password_reuse_prevention": 24,
	},
}

params := {"min_length": 14, "min_reuse": 24}

resources := {
	"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "credentials": {"password_enabled": true}}],
}

test_passes_at_the_limits if {
	password_policy.pass with input as golden with data.params as params with data.resources as resources
	count(password_policy.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(password_policy.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_fails_without_policy if {
	resource := object.union(golden, {"password_policy": null})
	password_policy.fail == {"the account has no password policy"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not password_policy.pass with input as resource with data.params as params with data.resources as resources
	count(password_policy.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_short_passwords if {
	resource := object.union(golden, {"password_policy": {"minimum_password_length": 13}})
	password_policy.fail == {"passwords of 13 characters are accepted"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not password_policy.pass with input as resource with data.params as params with data.resources as resources
	count(password_policy.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_a_short_memory if {
	resource := object.union(golden, {"password_policy": {"password_reuse_prevention": 23}})
	password_policy.fail == {"only the last 23 passwords are remembered"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not password_policy.pass with input as resource with data.params as params with data.resources as resources
	count(password_policy.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_without_a_memory if {
	resource := object.union(golden, {"password_policy": {"password_reuse_prevention": null}})
	password_policy.fail == {"old passwords may be used again at once"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not password_policy.pass with input as resource with data.params as params with data.resources as resources
	count(password_policy.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_without_console_users if {
	resource := object.union(golden, {"password_policy": null})
	password_policy.not_applicable == {"no user has a console password"}
		with input as resource
		with data.params as params
		with data.resources as {"aws.iam.user": [{"id": "a", "credentials": {"password_enabled": false}}]}
	not password_policy.pass
		with input as resource
		with data.params as params
		with data.resources as {"aws.iam.user": [{"id": "a", "credentials": {"password_enabled": false}}]}
	count(password_policy.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as {"aws.iam.user": [{"id": "a", "credentials": {"password_enabled": false}}]}
}
