package aws.rds.cluster_logs_exported_test

import rego.v1

import data.aws.rds.cluster_logs_exported

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
	"kind": "aws.rds.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "shop",
	"log_exports": ["audit"],
}

test_passes_with_a_log if {
	cluster_logs_exported.pass with input as golden
	count(cluster_logs_exported.fail) == 0 with input as golden
}

test_fails_without_logs if {
	resource := object.union(golden, {"log_exports": []})
	cluster_logs_exported.fail == {"no logs are sent to CloudWatch Logs"} with input as resource
	not cluster_logs_exported.pass with input as resource
}
