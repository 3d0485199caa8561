package aws.s3.bucket_encrypted_test

import rego.v1

import data.aws.s3.bucket_encrypted

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"encryption": {
		"algorithm": "aws:kms",
		"kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
		"bucket_key_enabled": true,
	},
}

test_passes_with_kms if {
	bucket_encrypted.pass with input as golden
	count(bucket_encrypted.fail) == 0 with input as golden
}

test_passes_with_keys_of_s3 if {
	resource := object.union(golden, {"encryption": {"algorithm": "AES256", "kms_key_id": null}})
	bucket_encrypted.pass with input as resource
	count(bucket_encrypted.fail) == 0 with input as resource
}

test_passes_with_two_layers if {
	resource := object.union(golden, {"encryption": {"algorithm": "aws:kms:dsse"}})
	bucket_encrypted.pass with input as resource
	count(bucket_encrypted.fail) == 0 with input as resource
}

test_fails_without_a_default if {
	resource := object.union(golden, {"encryption": null})
	bucket_encrypted.fail == {"no default encryption is set"} with input as resource
	not bucket_encrypted.pass with input as resource
}

test_fails_with_another_algorithm if {
	resource := object.union(golden, {"encryption": {"algorithm": "none"}})
	bucket_encrypted.fail == {"none is not accepted"} with input as resource
	not bucket_encrypted.pass with input as resource
}
