package aws.cognito_idp.password_policy_test

import rego.v1

import data.aws.cognito_idp.password_policy

golden := {
	"id": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_abc",
	"kind": "aws.cognito_idp.user_pool",
	"source": "111122223333",
	"name": "customers",
	"password_policy": {
		"minimum_length": 14,
		"require_uppercase": true,
		"require_lowercase": true,
		"require_numbers": true,
		"require_symbols": true,
	},
}

params := {"min_length": 14, "kinds": ["lowercase", "uppercase", "numbers", "symbols"]}

test_passes_at_the_limit if {
	password_policy.pass with input as golden with data.params as params
	count(password_policy.fail) == 0 with input as golden with data.params as params
}

test_fails_without_a_policy if {
	resource := object.union(golden, {"password_policy": null})
	password_policy.fail == {"the pool has no password policy"} with input as resource with data.params as params
	not password_policy.pass with input as resource with data.params as params
}

test_fails_when_short if {
	resource := object.union(golden, {"password_policy": {"minimum_length": 13}})
	password_policy.fail == {"passwords of 13 characters are accepted"}
		with input as resource
		with data.params as params
	not password_policy.pass with input as resource with data.params as params
}

test_fails_without_kinds if {
	resource := object.union(object.remove(golden, ["password_policy"]), {
		"password_policy": {
			"minimum_length": 20,
			"require_uppercase": true,
			"require_lowercase": false,
			"require_numbers": true,
		},
	})
	password_policy.fail == {"lowercase are not asked for", "symbols are not asked for"}
		with input as resource
		with data.params as params
	not password_policy.pass with input as resource with data.params as params
}

test_passes_with_fewer_kinds if {
	resource := object.union(golden, {"password_policy": {"require_symbols": false}})
	password_policy.pass with input as resource with data.params as object.union(params, {"kinds": ["numbers"]})
	count(password_policy.fail) == 0
		with input as resource
		with data.params as object.union(params, {"kinds": ["numbers"]})
}
