package aws.sqs.encrypted_test

import rego.v1

import data.aws.sqs.encrypted

golden := {
	"id": "arn:aws:sqs:eu-central-1:111122223333:jobs",
	"kind": "aws.sqs.queue",
	"source": "111122223333",
	"name": "jobs",
	"kms_key_id": null,
	"sqs_managed_sse": true,
}

test_passes_with_keys_of_sqs if {
	encrypted.pass with input as golden
	count(encrypted.fail) == 0 with input as golden
}

test_passes_with_a_kms_key if {
	resource := object.union(golden, {"kms_key_id": "alias/aws/sqs", "sqs_managed_sse": false})
	encrypted.pass with input as resource
	count(encrypted.fail) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(golden, {"sqs_managed_sse": false})
	encrypted.fail == {"the queue is not encrypted"} with input as resource
	not encrypted.pass with input as resource
}
