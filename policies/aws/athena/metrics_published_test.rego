package aws.athena.metrics_published_test

import rego.v1

import data.aws.athena.metrics_published

golden := {
	"id": "arn:aws:athena:eu-central-1:111122223333:workgroup/reports",
	"kind": "aws.athena.workgroup",
	"source": "111122223333",
	"name": "reports",
	"state": "ENABLED",
	"recent_queries": 1,
	"metrics_published": true,
}

test_passes_when_published if {
	metrics_published.pass with input as golden
	count(metrics_published.fail) == 0 with input as golden
	count(metrics_published.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"metrics_published": false})
	metrics_published.fail == {"metrics of queries are not published"} with input as resource
	not metrics_published.pass with input as resource
	count(metrics_published.not_applicable) == 0 with input as resource
}

test_not_applicable_when_disabled if {
	resource := object.union(golden, {"state": "DISABLED"})
	metrics_published.not_applicable == {"it is disabled"} with input as resource
	not metrics_published.pass with input as resource
	count(metrics_published.fail) == 0 with input as resource
}

test_not_applicable_when_unused if {
	resource := object.union(golden, {"recent_queries": 0})
	metrics_published.not_applicable == {"no query ran in it in the last 45 days"} with input as resource
	not metrics_published.pass with input as resource
	count(metrics_published.fail) == 0 with input as resource
}
