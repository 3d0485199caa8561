package aws.iam.access_key_rotation_test

import rego.v1

import data.aws.iam.access_key_rotation

golden := {
	"id": "arn:aws:iam::111122223333:user/alice/access_key_1",
	"kind": "aws.iam.access_key",
	"source": "111122223333",
	"user": "alice",
	"number": 1,
	"active": true,
	"last_rotated": "2026-05-01T00:00:00Z",
	"last_used": null,
	"last_used_service": null,
}

params := {"max_age_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_young if {
	access_key_rotation.pass with input as golden with data.params as params with data.run as run
	count(access_key_rotation.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"last_rotated": "2026-04-01T12:00:00Z"})
	access_key_rotation.pass with input as resource with data.params as params with data.run as run
	count(access_key_rotation.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_when_inactive if {
	resource := object.union(golden, {"active": false, "last_rotated": "2020-01-01T00:00:00Z"})
	access_key_rotation.pass with input as resource with data.params as params with data.run as run
	count(access_key_rotation.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_rotated": "2026-04-01T11:59:59Z"})
	access_key_rotation.fail == {"the key was made or rotated on 2026-04-01T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not access_key_rotation.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_the_age_is_unknown if {
	resource := object.union(golden, {"last_rotated": null})
	access_key_rotation.fail == {"the key is active and its age is not on record"}
		with input as resource
		with data.params as params
		with data.run as run
	not access_key_rotation.pass with input as resource with data.params as params with data.run as run
}
