package aws.s3.access_logged_test

import rego.v1

import data.aws.s3.access_logged

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"name": "acme-data",
	"logging": {"target_bucket": "acme-logs", "target_prefix": "acme-data/"},
}

params := {"log_buckets": []}

test_passes_when_logged if {
	access_logged.pass with input as golden with data.params as params
	count(access_logged.fail) == 0 with input as golden with data.params as params
	count(access_logged.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_when_not_logged if {
	resource := object.union(golden, {"logging": null})
	access_logged.fail == {"access is not logged"} with input as resource with data.params as params
	not access_logged.pass with input as resource with data.params as params
	count(access_logged.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_for_a_log_bucket if {
	resource := object.union(golden, {"name": "acme-logs", "logging": null})
	access_logged.not_applicable == {"the bucket takes the logs of others"}
		with input as resource
		with data.params as object.union(params, {"log_buckets": ["acme-logs"]})
	not access_logged.pass
		with input as resource
		with data.params as object.union(params, {"log_buckets": ["acme-logs"]})
	count(access_logged.fail) == 0
		with input as resource
		with data.params as object.union(params, {"log_buckets": ["acme-logs"]})
}
