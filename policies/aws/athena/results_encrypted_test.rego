package aws.athena.results_encrypted_test

import rego.v1

import data.aws.athena.results_encrypted

golden := {
	"id": "arn:aws:athena:eu-central-1:111122223333:workgroup/reports",
	"kind": "aws.athena.workgroup",
	"source": "111122223333",
	"name": "reports",
	"state": "ENABLED",
	"recent_queries": 1,
	"result_encryption": "SSE_KMS",
	"managed_results": false,
}

test_passes_encrypted if {
	results_encrypted.pass with input as golden
	count(results_encrypted.fail) == 0 with input as golden
	count(results_encrypted.not_applicable) == 0 with input as golden
}

test_passes_with_managed_results if {
	resource := object.union(golden, {"result_encryption": null, "managed_results": true})
	results_encrypted.pass with input as resource
	count(results_encrypted.fail) == 0 with input as resource
	count(results_encrypted.not_applicable) == 0 with input as resource
}

test_fails_in_the_clear if {
	resource := object.union(golden, {"result_encryption": null})
	results_encrypted.fail == {"results of queries are not encrypted"} with input as resource
	not results_encrypted.pass with input as resource
	count(results_encrypted.not_applicable) == 0 with input as resource
}

test_not_applicable_when_disabled if {
	resource := object.union(golden, {"state": "DISABLED"})
	results_encrypted.not_applicable == {"it is disabled"} with input as resource
	not results_encrypted.pass with input as resource
	count(results_encrypted.fail) == 0 with input as resource
}

test_not_applicable_when_unused if {
	resource := object.union(golden, {"recent_queries": 0})
	results_encrypted.not_applicable == {"no query ran in it in the last 45 days"} with input as resource
	not results_encrypted.pass with input as resource
	count(results_encrypted.fail) == 0 with input as resource
}
