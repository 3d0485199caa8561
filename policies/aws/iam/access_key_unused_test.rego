package aws.iam.access_key_unused_test

import rego.v1

import data.aws.iam.access_key_unused

golden := {
	"id": "arn:aws:iam::111122223333:user/alice/access_key_1",
	"kind": "aws.iam.access_key",
	"source": "111122223333",
	"user": "alice",
	"number": 1,
	"active": true,
	"last_rotated": "2026-06-20T00:00:00Z",
	"last_used": null,
	"last_used_service": null,
}

params := {"max_unused_days": 45}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_new_and_never_used if {
	access_key_unused.pass with input as golden with data.params as params with data.run as run
	count(access_key_unused.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_when_used if {
	resource := object.union(golden, {"last_used": "2026-06-29T00:00:00Z", "last_rotated": "2025-01-01T00:00:00Z"})
	access_key_unused.pass with input as resource with data.params as params with data.run as run
	count(access_key_unused.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"last_used": "2026-05-16T12:00:00Z"})
	access_key_unused.pass with input as resource with data.params as params with data.run as run
	count(access_key_unused.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_when_inactive if {
	resource := object.union(golden, {"active": false, "last_rotated": "2025-01-01T00:00:00Z"})
	access_key_unused.pass with input as resource with data.params as params with data.run as run
	count(access_key_unused.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_used": "2026-05-16T11:59:59Z"})
	access_key_unused.fail == {"the key was last used on 2026-05-16T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not access_key_unused.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_never_used if {
	resource := object.union(golden, {"last_rotated": "2026-01-01T00:00:00Z"})
	access_key_unused.fail == {"the key was never used since 2026-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not access_key_unused.pass with input as resource with data.params as params with data.run as run
}

test_fails_without_dates if {
	resource := object.union(golden, {"last_used": null, "last_rotated": null})
	access_key_unused.fail == {"the key is active and neither its age nor its use is on record"}
		with input as resource
		with data.params as params
		with data.run as run
	not access_key_unused.pass with input as resource with data.params as params with data.run as run
}
