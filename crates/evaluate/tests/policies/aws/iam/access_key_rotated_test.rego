package aws.iam.access_key_rotated_test

import rego.v1

import data.aws.iam.access_key_rotated

run := {"as_of": "2026-04-01T00:00:00Z"}

params := {"max_age_days": 90}

golden := {
	"id": "arn:aws:iam::1:user/a/access_key_1", "kind": "aws.iam.access_key", "source": "aws",
	"active": true, "last_rotated": "2026-03-01T00:00:00Z",
}

test_young_key_passes if {
	access_key_rotated.pass with input as golden with data.run as run with data.params as params
}

test_old_key_fails if {
	access_key_rotated.fail == {"the key is 120 days old, more than 90"}
		with input as {"active": true, "last_rotated": "2025-12-02T00:00:00Z"}
		with data.run as run
		with data.params as params
}

test_never_rotated_fails if {
	access_key_rotated.fail == {"the key was never rotated"}
		with input as {"active": true, "last_rotated": null}
		with data.run as run
		with data.params as params
}

test_inactive_key_is_not_judged if {
	count(access_key_rotated.not_applicable) == 1 with input as {"active": false, "last_rotated": null}
}
