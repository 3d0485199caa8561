package aws.dynamodb.kms_key_test

import rego.v1

import data.aws.dynamodb.kms_key

golden := {
	"id": "arn:aws:dynamodb:eu-central-1:111122223333:table/orders",
	"kind": "aws.dynamodb.table",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"sse_type": "KMS",
}

test_passes_with_kms if {
	kms_key.pass with input as golden
	count(kms_key.fail) == 0 with input as golden
}

test_fails_by_default if {
	resource := object.union(golden, {"sse_type": null})
	kms_key.fail == {"it is encrypted with a key of DynamoDB"} with input as resource
	not kms_key.pass with input as resource
}

test_fails_with_another_type if {
	resource := object.union(golden, {"sse_type": "AES256"})
	kms_key.fail == {"it is encrypted with AES256"} with input as resource
	not kms_key.pass with input as resource
}
