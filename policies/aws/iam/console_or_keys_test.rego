package aws.iam.console_or_keys_test

import rego.v1

import data.aws.iam.console_or_keys

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"credentials": {
		"password_enabled": true,
		"password_last_used": null,
		"password_last_changed": null,
		"mfa_active": true,
		"created_at": "2025-01-01T08:00:00Z",
	},
}

key := {"id": "arn:aws:iam::111122223333:user/alice/access_key_2", "active": true}

of_bob := {"id": "arn:aws:iam::111122223333:user/bob/access_key_1", "active": true}

resources := {"aws.iam.access_key": [of_bob]}

test_passes_with_a_password if {
	console_or_keys.pass with input as golden with data.resources as resources
	count(console_or_keys.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_keys if {
	resource := object.union(golden, {"credentials": {"password_enabled": false}})
	console_or_keys.pass with input as resource with data.resources as {"aws.iam.access_key": [key]}
	count(console_or_keys.fail) == 0 with input as resource with data.resources as {"aws.iam.access_key": [key]}
}

test_passes_with_an_inactive_key if {
	console_or_keys.pass
		with input as golden
		with data.resources as {"aws.iam.access_key": [object.union(key, {"active": false})]}
	count(console_or_keys.fail) == 0
		with input as golden
		with data.resources as {"aws.iam.access_key": [object.union(key, {"active": false})]}
}

test_fails_with_both if {
	console_or_keys.fail == {"the user has a console password and active access keys: 1"}
		with input as golden
		with data.resources as {"aws.iam.access_key": [key]}
	not console_or_keys.pass with input as golden with data.resources as {"aws.iam.access_key": [key]}
}
