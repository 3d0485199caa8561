package aws.opensearch.audit_logged_test

import rego.v1

import data.aws.opensearch.audit_logged

golden := {
	"id": "arn:aws:es:eu-central-1:111122223333:domain/search",
	"kind": "aws.opensearch.domain",
	"source": "111122223333",
	"name": "search",
	"log_publishing": {"AUDIT_LOGS": {"enabled": true}},
}

test_passes_when_sent if {
	audit_logged.pass with input as golden
	count(audit_logged.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(object.remove(golden, ["log_publishing"]), {"log_publishing": {"AUDIT_LOGS": {"enabled": false}}})
	audit_logged.fail == {"audit logs are not sent to CloudWatch Logs"} with input as resource
	not audit_logged.pass with input as resource
}

test_fails_with_other_logs if {
	resource := object.union(object.remove(golden, ["log_publishing"]), {"log_publishing": {"ES_APPLICATION_LOGS": {"enabled": true}}})
	audit_logged.fail == {"audit logs are not sent to CloudWatch Logs"} with input as resource
	not audit_logged.pass with input as resource
}

test_fails_without_logs if {
	resource := object.union(object.remove(golden, ["log_publishing"]), {"log_publishing": {}})
	audit_logged.fail == {"audit logs are not sent to CloudWatch Logs"} with input as resource
	not audit_logged.pass with input as resource
}
