package aws.neptune.audit_logged_test

import rego.v1

import data.aws.neptune.audit_logged

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:graph",
	"kind": "aws.neptune.cluster",
	"source": "111122223333",
	"name": "graph",
	"log_exports": ["audit"],
}

test_passes_when_sent if {
	audit_logged.pass with input as golden
	count(audit_logged.fail) == 0 with input as golden
}

test_fails_with_other_logs if {
	resource := object.union(golden, {"log_exports": ["slowquery"]})
	audit_logged.fail == {"audit logs are not sent to CloudWatch Logs"} with input as resource
	not audit_logged.pass with input as resource
}

test_fails_without_logs if {
	resource := object.union(golden, {"log_exports": []})
	audit_logged.fail == {"audit logs are not sent to CloudWatch Logs"} with input as resource
	not audit_logged.pass with input as resource
}
