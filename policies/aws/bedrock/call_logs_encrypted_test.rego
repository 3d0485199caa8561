package aws.bedrock.call_logs_encrypted_test

import rego.v1

import data.aws.bedrock.call_logs_encrypted

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.bedrock.region",
	"source": "111122223333",
	"region": "eu-central-1",
	"log_group": "calls",
	"log_bucket": "acme-calls",
	"large_data_bucket": null,
}

resources := {
	"aws.s3.bucket": [
		{
			"id": "arn:aws:s3:::acme-calls",
			"name": "acme-calls",
			"encryption": {"algorithm": "aws:kms"},
		},
	],
	"aws.logs.log_group": [
		{
			"id": "arn:aws:logs:eu-central-1:111122223333:log-group:calls:*",
			"region": "eu-central-1",
			"name": "calls",
			"kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
		},
	],
}

test_passes_encrypted if {
	call_logs_encrypted.pass with input as golden with data.resources as resources
	count(call_logs_encrypted.fail) == 0 with input as golden with data.resources as resources
	count(call_logs_encrypted.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_with_a_bucket_alone if {
	resource := object.union(golden, {"log_group": null})
	call_logs_encrypted.pass with input as resource with data.resources as resources
	count(call_logs_encrypted.fail) == 0 with input as resource with data.resources as resources
	count(call_logs_encrypted.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_without_a_key if {
	others := {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-calls",
				"name": "acme-calls",
				"encryption": {"algorithm": "aws:kms"},
			},
		],
		"aws.logs.log_group": [
			{
				"id": "arn:aws:logs:eu-central-1:111122223333:log-group:calls:*",
				"region": "eu-central-1",
				"name": "calls",
				"kms_key_id": null,
			},
		],
	}
	call_logs_encrypted.fail == {"the log group calls has no KMS key"}
		with input as golden
		with data.resources as others
	not call_logs_encrypted.pass with input as golden with data.resources as others
	count(call_logs_encrypted.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_with_a_bucket_in_the_clear if {
	resource := object.union(golden, {"large_data_bucket": "acme-calls"})
	others := {
		"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-calls", "name": "acme-calls", "encryption": null}],
		"aws.logs.log_group": [
			{
				"id": "arn:aws:logs:eu-central-1:111122223333:log-group:calls:*",
				"region": "eu-central-1",
				"name": "calls",
				"kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
			},
		],
	}
	call_logs_encrypted.fail == {"the bucket acme-calls does not encrypt"}
		with input as resource
		with data.resources as others
	not call_logs_encrypted.pass with input as resource with data.resources as others
	count(call_logs_encrypted.not_applicable) == 0 with input as resource with data.resources as others
}

test_unknown_with_a_bucket_of_another_account if {
	resource := object.union(golden, {"log_bucket": "elsewhere"})
	not call_logs_encrypted.pass with input as resource with data.resources as resources
	count(call_logs_encrypted.fail) == 0 with input as resource with data.resources as resources
	count(call_logs_encrypted.not_applicable) == 0 with input as resource with data.resources as resources
}

test_unknown_with_a_group_of_another_region if {
	others := {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-calls",
				"name": "acme-calls",
				"encryption": {"algorithm": "aws:kms"},
			},
		],
		"aws.logs.log_group": [
			{
				"id": "arn:aws:logs:eu-central-1:111122223333:log-group:calls:*",
				"region": "eu-west-1",
				"name": "calls",
				"kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
			},
		],
	}
	not call_logs_encrypted.pass with input as golden with data.resources as others
	count(call_logs_encrypted.fail) == 0 with input as golden with data.resources as others
	count(call_logs_encrypted.not_applicable) == 0 with input as golden with data.resources as others
}

test_not_applicable_without_logs if {
	resource := object.union(golden, {"log_group": null, "log_bucket": null})
	call_logs_encrypted.not_applicable == {"calls of models are not logged"}
		with input as resource
		with data.resources as resources
	not call_logs_encrypted.pass with input as resource with data.resources as resources
	count(call_logs_encrypted.fail) == 0 with input as resource with data.resources as resources
}
