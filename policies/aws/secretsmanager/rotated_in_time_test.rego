package aws.secretsmanager.rotated_in_time_test

import rego.v1

import data.aws.secretsmanager.rotated_in_time

golden := {
	"id": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
	"kind": "aws.secretsmanager.secret",
	"source": "111122223333",
	"name": "db",
	"created_at": "2025-01-01T00:00:00Z",
	"last_rotated_at": "2026-06-01T00:00:00Z",
}

params := {"max_age_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_rotated if {
	rotated_in_time.pass with input as golden with data.params as params with data.run as run
	count(rotated_in_time.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"last_rotated_at": "2026-04-01T12:00:00Z"})
	rotated_in_time.pass with input as resource with data.params as params with data.run as run
	count(rotated_in_time.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_when_new if {
	resource := object.union(golden, {"created_at": "2026-06-20T00:00:00Z", "last_rotated_at": null})
	rotated_in_time.pass with input as resource with data.params as params with data.run as run
	count(rotated_in_time.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_rotated_at": "2026-04-01T11:59:59Z"})
	rotated_in_time.fail == {"the secret was made or rotated on 2026-04-01T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not rotated_in_time.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_never_rotated if {
	resource := object.union(golden, {"last_rotated_at": null})
	rotated_in_time.fail == {"the secret was made or rotated on 2025-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not rotated_in_time.pass with input as resource with data.params as params with data.run as run
}
