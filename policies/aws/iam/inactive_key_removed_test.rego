package aws.iam.inactive_key_removed_test

import rego.v1

import data.aws.iam.inactive_key_removed

golden := {
	"id": "arn:aws:iam::111122223333:user/alice/access_key_1",
	"kind": "aws.iam.access_key",
	"source": "111122223333",
	"user": "alice",
	"number": 2,
	"active": false,
	"last_rotated": "2026-06-01T00:00:00Z",
	"last_used": null,
	"last_used_service": null,
}

params := {"max_kept_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_made_lately if {
	inactive_key_removed.pass with input as golden with data.params as params with data.run as run
	count(inactive_key_removed.fail) == 0 with input as golden with data.params as params with data.run as run
	count(inactive_key_removed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_passes_when_used_lately if {
	resource := object.union(golden, {"last_rotated": "2026-01-01T00:00:00Z", "last_used": "2026-06-01T00:00:00Z"})
	inactive_key_removed.pass with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.fail) == 0 with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"last_used": "2026-04-01T12:00:00Z"})
	inactive_key_removed.pass with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.fail) == 0 with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_used": "2026-04-01T11:59:59Z"})
	inactive_key_removed.fail == {"the key is inactive and was last used or made on 2026-04-01T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not inactive_key_removed.pass with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_never_used if {
	resource := object.union(golden, {"last_rotated": "2026-01-01T00:00:00Z"})
	inactive_key_removed.fail == {"the key is inactive and was last used or made on 2026-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not inactive_key_removed.pass with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_not_applicable_when_active if {
	resource := object.union(golden, {"active": true})
	inactive_key_removed.not_applicable == {"the key is active"}
		with input as resource
		with data.params as params
		with data.run as run
	not inactive_key_removed.pass with input as resource with data.params as params with data.run as run
	count(inactive_key_removed.fail) == 0 with input as resource with data.params as params with data.run as run
}
