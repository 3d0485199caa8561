package aws.logs.retention_test

import rego.v1

import data.aws.logs.retention

golden := {
	"id": "arn:aws:logs:eu-central-1:111122223333:log-group:app:*",
	"kind": "aws.logs.log_group",
	"source": "111122223333",
	"name": "app",
	"retention_days": 365,
}

params := {"min_days": 365}

test_passes_at_the_limit if {
	retention.pass with input as golden with data.params as params
	count(retention.fail) == 0 with input as golden with data.params as params
}

test_passes_for_ever if {
	resource := object.union(golden, {"retention_days": null})
	retention.pass with input as resource with data.params as params
	count(retention.fail) == 0 with input as resource with data.params as params
}

test_fails_below if {
	resource := object.union(golden, {"retention_days": 364})
	retention.fail == {"events are deleted after 364 days"} with input as resource with data.params as params
	not retention.pass with input as resource with data.params as params
}
