package aws.opensearch.slow_logs_test

import rego.v1

import data.aws.opensearch.slow_logs

golden := {
	"id": "arn:aws:es:eu-central-1:111122223333:domain/search",
	"kind": "aws.opensearch.domain",
	"source": "111122223333",
	"name": "search",
	"log_publishing": {"INDEX_SLOW_LOGS": {"enabled": true}, "SEARCH_SLOW_LOGS": {"enabled": true}},
}

test_passes_with_both if {
	slow_logs.pass with input as golden
	count(slow_logs.fail) == 0 with input as golden
}

test_fails_with_one if {
	resource := object.union(object.remove(golden, ["log_publishing"]), {
		"log_publishing": {"INDEX_SLOW_LOGS": {"enabled": false}, "SEARCH_SLOW_LOGS": {"enabled": true}},
	})
	slow_logs.fail == {"INDEX_SLOW_LOGS are not sent to CloudWatch Logs"} with input as resource
	not slow_logs.pass with input as resource
}

test_fails_with_none if {
	resource := object.union(object.remove(golden, ["log_publishing"]), {"log_publishing": {}})
	slow_logs.fail == {"INDEX_SLOW_LOGS are not sent to CloudWatch Logs", "SEARCH_SLOW_LOGS are not sent to CloudWatch Logs"}
		with input as resource
	not slow_logs.pass with input as resource
}
