package aws.s3.log_bucket_apart_test

import rego.v1

import data.aws.s3.log_bucket_apart

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"name": "acme-data",
	"logging": {"target_bucket": "acme-logs", "target_prefix": ""},
}

test_passes_with_another_bucket if {
	log_bucket_apart.pass with input as golden
	count(log_bucket_apart.fail) == 0 with input as golden
	count(log_bucket_apart.not_applicable) == 0 with input as golden
}

test_fails_with_itself if {
	resource := object.union(golden, {"logging": {"target_bucket": "acme-data"}})
	log_bucket_apart.fail == {"the bucket logs into itself"} with input as resource
	not log_bucket_apart.pass with input as resource
	count(log_bucket_apart.not_applicable) == 0 with input as resource
}

test_not_applicable_without_logs if {
	resource := object.union(golden, {"logging": null})
	log_bucket_apart.not_applicable == {"access is not logged"} with input as resource
	not log_bucket_apart.pass with input as resource
	count(log_bucket_apart.fail) == 0 with input as resource
}
