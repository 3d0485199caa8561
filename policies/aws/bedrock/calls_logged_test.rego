package aws.bedrock.calls_logged_test

import rego.v1

import data.aws.bedrock.calls_logged

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.bedrock.region",
	"source": "111122223333",
	"log_group": "calls",
	"log_bucket": "acme-calls",
}

test_passes_with_a_log_group if {
	resource := object.union(golden, {"log_bucket": null})
	calls_logged.pass with input as resource
	count(calls_logged.fail) == 0 with input as resource
}

test_passes_with_a_bucket if {
	resource := object.union(golden, {"log_group": null})
	calls_logged.pass with input as resource
	count(calls_logged.fail) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(golden, {"log_group": null, "log_bucket": null})
	calls_logged.fail == {"calls of models are not logged"} with input as resource
	not calls_logged.pass with input as resource
}
