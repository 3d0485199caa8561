package aws.sns.encrypted_test

import rego.v1

import data.aws.sns.encrypted

golden := {
	"id": "arn:aws:sns:eu-central-1:111122223333:alarms",
	"kind": "aws.sns.topic",
	"source": "111122223333",
	"name": "alarms",
	"kms_key_id": "alias/aws/sns",
}

test_passes_with_a_key if {
	encrypted.pass with input as golden
	count(encrypted.fail) == 0 with input as golden
}

test_fails_without_a_key if {
	resource := object.union(golden, {"kms_key_id": null})
	encrypted.fail == {"the topic has no KMS key"} with input as resource
	not encrypted.pass with input as resource
}
