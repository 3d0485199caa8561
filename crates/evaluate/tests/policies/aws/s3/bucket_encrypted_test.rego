package aws.s3.bucket_encrypted_test

import rego.v1

import data.aws.s3.bucket_encrypted

golden := {
	"id": "arn:aws:s3:::logs", "kind": "aws.s3.bucket", "source": "aws",
	"encryption": {"algorithm": "aws:kms", "kms_key_id": "alias/logs", "bucket_key_enabled": true},
}

test_kms_passes if {
	bucket_encrypted.pass with input as golden
	count(bucket_encrypted.fail) == 0 with input as golden
}

test_no_encryption_fails if {
	bucket_encrypted.fail == {"no default encryption is set"} with input as {"encryption": null}
}

test_other_algorithm_fails if {
	bucket_encrypted.fail == {"DES is not accepted"} with input as {"encryption": {"algorithm": "DES"}}
}
