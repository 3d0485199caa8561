package aws.rds.instance_logs_exported_test

import rego.v1

import data.aws.rds.instance_logs_exported

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"log_exports": ["audit"],
}

test_passes_with_a_log if {
	instance_logs_exported.pass with input as golden
	count(instance_logs_exported.fail) == 0 with input as golden
}

test_fails_without_logs if {
	resource := object.union(golden, {"log_exports": []})
	instance_logs_exported.fail == {"no logs are sent to CloudWatch Logs"} with input as resource
	not instance_logs_exported.pass with input as resource
}
