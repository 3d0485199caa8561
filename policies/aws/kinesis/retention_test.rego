package aws.kinesis.retention_test

import rego.v1

import data.aws.kinesis.retention

golden := {
	"id": "arn:aws:kinesis:eu-central-1:111122223333:stream/clicks",
	"kind": "aws.kinesis.stream",
	"source": "111122223333",
	"name": "clicks",
	"retention_hours": 168,
}

params := {"min_retention_days": 7}

test_passes_at_the_limit if {
	retention.pass with input as golden with data.params as params
	count(retention.fail) == 0 with input as golden with data.params as params
}

test_fails_below if {
	resource := object.union(golden, {"retention_hours": 167})
	retention.fail == {"records are kept for 167 hours"} with input as resource with data.params as params
	not retention.pass with input as resource with data.params as params
}

test_unknown_without_a_number if {
	resource := object.union(golden, {"retention_hours": null})
	not retention.pass with input as resource with data.params as params
	count(retention.fail) == 0 with input as resource with data.params as params
}
