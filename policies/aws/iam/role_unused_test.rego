package aws.iam.role_unused_test

import rego.v1

import data.aws.iam.role_unused

golden := {
	"id": "arn:aws:iam::111122223333:role/deploy",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"service_linked": false,
	"created_at": "2026-06-01T00:00:00Z",
	"last_used": null,
}

params := {"max_unused_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_new if {
	role_unused.pass with input as golden with data.params as params with data.run as run
	count(role_unused.fail) == 0 with input as golden with data.params as params with data.run as run
	count(role_unused.not_applicable) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_when_used if {
	resource := object.union(golden, {"created_at": "2020-01-01T00:00:00Z", "last_used": "2026-06-29T00:00:00Z"})
	role_unused.pass with input as resource with data.params as params with data.run as run
	count(role_unused.fail) == 0 with input as resource with data.params as params with data.run as run
	count(role_unused.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"last_used": "2026-04-01T12:00:00Z"})
	role_unused.pass with input as resource with data.params as params with data.run as run
	count(role_unused.fail) == 0 with input as resource with data.params as params with data.run as run
	count(role_unused.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_used": "2026-04-01T11:59:59Z"})
	role_unused.fail == {"the role was last used on 2026-04-01T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not role_unused.pass with input as resource with data.params as params with data.run as run
	count(role_unused.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_when_never_used if {
	resource := object.union(golden, {"created_at": "2026-01-01T00:00:00Z"})
	role_unused.fail == {"the role was never used since its creation on 2026-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not role_unused.pass with input as resource with data.params as params with data.run as run
	count(role_unused.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_not_applicable_for_a_service if {
	resource := object.union(golden, {"service_linked": true, "created_at": "2020-01-01T00:00:00Z"})
	role_unused.not_applicable == {"the role belongs to an AWS service"}
		with input as resource
		with data.params as params
		with data.run as run
	not role_unused.pass with input as resource with data.params as params with data.run as run
	count(role_unused.fail) == 0 with input as resource with data.params as params with data.run as run
}
