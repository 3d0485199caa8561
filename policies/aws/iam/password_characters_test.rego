package aws.iam.password_characters_test

import rego.v1

import data.aws.iam.password_characters

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"password_policy": {
		"require_lowercase_characters": true,
		"require_uppercase_characters": true,
		"require_numbers": true,
		"require_symbols": true,
	},
}

resources := {"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "credentials": {"password_enabled": true}}]}

params := {"required": ["lowercase_characters", "numbers", "symbols", "uppercase_characters"]}

test_passes_with_all_four if {
	password_characters.pass with input as golden with data.resources as resources with data.params as params
	count(password_characters.fail) == 0 with input as golden with data.resources as resources with data.params as params
}

test_fails_for_each_that_lacks if {
	resource := object.union(golden, {"password_policy": {"require_symbols": false, "require_lowercase_characters": false}})
	password_characters.fail == {"passwords need no symbols", "passwords need no lowercase characters"}
		with input as resource
		with data.resources as resources
		with data.params as params
	not password_characters.pass with input as resource with data.resources as resources with data.params as params
}

test_passes_when_not_required if {
	resource := object.union(golden, {"password_policy": {"require_symbols": false}})
	password_characters.pass
		with input as resource
		with data.resources as resources
		with data.params as {"required": ["numbers"]}
}

test_fails_without_a_policy if {
	resource := object.union(golden, {"password_policy": null})
	password_characters.fail == {"the account has no password policy"}
		with input as resource
		with data.resources as resources
		with data.params as params
}

test_not_applicable_without_passwords if {
	none := {"aws.iam.user": []}
	password_characters.not_applicable == {"no user has a console password"}
		with input as golden
		with data.resources as none
		with data.params as params
	not password_characters.pass with input as golden with data.resources as none with data.params as params
}
