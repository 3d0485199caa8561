package aws.secretsmanager.in_use_test

import rego.v1

import data.aws.secretsmanager.in_use

golden := {
	"id": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
	"kind": "aws.secretsmanager.secret",
	"source": "111122223333",
	"name": "db",
	"created_at": "2025-01-01T00:00:00Z",
	"last_accessed_at": "2026-06-01T00:00:00Z",
}

params := {"max_unused_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_read if {
	in_use.pass with input as golden with data.params as params with data.run as run
	count(in_use.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"last_accessed_at": "2026-04-01T12:00:00Z"})
	in_use.pass with input as resource with data.params as params with data.run as run
	count(in_use.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_when_new if {
	resource := object.union(golden, {"created_at": "2026-06-20T00:00:00Z", "last_accessed_at": null})
	in_use.pass with input as resource with data.params as params with data.run as run
	count(in_use.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_accessed_at": "2026-04-01T11:59:59Z"})
	in_use.fail == {"nobody has read the secret since 2026-04-01T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not in_use.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_never_read if {
	resource := object.union(golden, {"last_accessed_at": null})
	in_use.fail == {"nobody has read the secret since 2025-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not in_use.pass with input as resource with data.params as params with data.run as run
}
