package aws.kinesis.encrypted_test

import rego.v1

import data.aws.kinesis.encrypted

golden := {
	"id": "arn:aws:kinesis:eu-central-1:111122223333:stream/clicks",
	"kind": "aws.kinesis.stream",
	"source": "111122223333",
	"name": "clicks",
	"encryption": "KMS",
}

test_passes_with_a_key if {
	encrypted.pass with input as golden
	count(encrypted.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"encryption": "NONE"})
	encrypted.fail == {"it is not encrypted"} with input as resource
	not encrypted.pass with input as resource
}
