package aws.mq.logged_test

import rego.v1

import data.aws.mq.logged

golden := {
	"id": "arn:aws:mq:eu-central-1:111122223333:broker:orders:b-1",
	"kind": "aws.mq.broker",
	"source": "111122223333",
	"name": "orders",
	"engine": "ACTIVEMQ",
	"general_logs": true,
	"audit_logs": true,
}

test_passes_with_both if {
	logged.pass with input as golden
	count(logged.fail) == 0 with input as golden
}

test_passes_with_the_general_log_of_rabbitmq if {
	resource := object.union(golden, {"engine": "RabbitMQ", "audit_logs": false})
	logged.pass with input as resource
	count(logged.fail) == 0 with input as resource
}

test_fails_without_the_general_log if {
	resource := object.union(golden, {"general_logs": false})
	logged.fail == {"the general log is off"} with input as resource
	not logged.pass with input as resource
}

test_fails_without_the_audit_log if {
	resource := object.union(golden, {"audit_logs": false})
	logged.fail == {"the audit log is off"} with input as resource
	not logged.pass with input as resource
}
