package aws.iam.console_password_unused_test

import rego.v1

import data.aws.iam.console_password_unused

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"credentials": {
		"password_enabled": true,
		"password_last_used": "2026-06-01T08:00:00Z",
		"password_last_changed": "2026-01-01T08:00:00Z",
		"mfa_active": true,
		"created_at": "2025-01-01T08:00:00Z",
	},
}

params := {"max_unused_days": 45}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_used if {
	console_password_unused.pass with input as golden with data.params as params with data.run as run
	count(console_password_unused.fail) == 0 with input as golden with data.params as params with data.run as run
	count(console_password_unused.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"credentials": {"password_last_used": "2026-05-16T12:00:00Z"}})
	console_password_unused.pass with input as resource with data.params as params with data.run as run
	count(console_password_unused.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
	count(console_password_unused.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_passes_when_new_and_never_used if {
	resource := object.union(golden, {"credentials": {"password_last_used": null, "password_last_changed": "2026-06-20T00:00:00Z"}})
	console_password_unused.pass with input as resource with data.params as params with data.run as run
	count(console_password_unused.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
	count(console_password_unused.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"credentials": {"password_last_used": "2026-05-16T11:59:59Z"}})
	console_password_unused.fail == {"the password was last used or set on 2026-05-16T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not console_password_unused.pass with input as resource with data.params as params with data.run as run
	count(console_password_unused.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_never_used if {
	resource := object.union(golden, {"credentials": {"password_last_used": null}})
	console_password_unused.fail == {"the password was last used or set on 2026-01-01T08:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not console_password_unused.pass with input as resource with data.params as params with data.run as run
	count(console_password_unused.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_never_used_nor_set_again if {
	resource := object.union(golden, {"credentials": {"password_last_used": null, "password_last_changed": null}})
	console_password_unused.fail == {"the password was last used or set on 2025-01-01T08:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not console_password_unused.pass with input as resource with data.params as params with data.run as run
	count(console_password_unused.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_not_applicable_without_password if {
	resource := object.union(golden, {"credentials": {"password_enabled": false, "password_last_used": null}})
	console_password_unused.not_applicable == {"the user has no console password"}
		with input as resource
		with data.params as params
		with data.run as run
	not console_password_unused.pass with input as resource with data.params as params with data.run as run
	count(console_password_unused.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}
