package aws.iam.root_usage_test

import rego.v1

import data.aws.iam.root_usage

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"root_credentials": {
		"password_last_used": "2025-11-03T08:00:00Z",
		"access_key_1_active": false,
		"access_key_1_last_used_date": null,
		"access_key_2_active": false,
		"access_key_2_last_used_date": null,
		"mfa_active": true,
	},
}

params := {"quiet_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_quiet if {
	root_usage.pass with input as golden with data.params as params with data.run as run
	count(root_usage.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_when_never_used if {
	resource := object.union(golden, {"root_credentials": {"password_last_used": null}})
	root_usage.pass with input as resource with data.params as params with data.run as run
	count(root_usage.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_a_second_past_the_limit if {
	resource := object.union(golden, {"root_credentials": {"password_last_used": "2026-04-01T11:59:59Z"}})
	root_usage.pass with input as resource with data.params as params with data.run as run
	count(root_usage.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_at_the_limit if {
	resource := object.union(golden, {"root_credentials": {"password_last_used": "2026-04-01T12:00:00Z"}})
	root_usage.fail == {"the password of the root user was used on 2026-04-01T12:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not root_usage.pass with input as resource with data.params as params with data.run as run
}

test_fails_on_use_of_a_key if {
	resource := object.union(golden, {"root_credentials": {"access_key_2_last_used_date": "2026-06-29T00:00:00Z"}})
	root_usage.fail == {"the access key 2 of the root user was used on 2026-06-29T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not root_usage.pass with input as resource with data.params as params with data.run as run
}
