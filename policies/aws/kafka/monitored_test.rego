package aws.kafka.monitored_test

import rego.v1

import data.aws.kafka.monitored

golden := {
	"id": "arn:aws:kafka:eu-central-1:111122223333:cluster/events/1",
	"kind": "aws.kafka.cluster",
	"source": "111122223333",
	"name": "events",
	"type": "PROVISIONED",
	"enhanced_monitoring": "PER_BROKER",
}

test_passes_with_finer_metrics if {
	monitored.pass with input as golden
	count(monitored.fail) == 0 with input as golden
}

test_passes_when_serverless if {
	resource := object.union(golden, {"type": "SERVERLESS", "enhanced_monitoring": null})
	monitored.pass with input as resource
	count(monitored.fail) == 0 with input as resource
}

test_fails_with_the_basic if {
	resource := object.union(golden, {"enhanced_monitoring": "DEFAULT"})
	monitored.fail == {"it has only the basic metrics"} with input as resource
	not monitored.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"enhanced_monitoring": null})
	monitored.fail == {"it has only the basic metrics"} with input as resource
	not monitored.pass with input as resource
}
