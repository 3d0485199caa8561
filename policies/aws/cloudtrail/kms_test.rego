package aws.cloudtrail.kms_test

import rego.v1

import data.aws.cloudtrail.kms

golden := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"kind": "aws.cloudtrail.trail",
	"source": "111122223333",
	"name": "main",
	"kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
}

test_passes_with_a_key if {
	kms.pass with input as golden
	count(kms.fail) == 0 with input as golden
}

test_fails_without_a_key if {
	resource := object.union(golden, {"kms_key_id": null})
	kms.fail == {"the files are encrypted with keys of S3, not with a KMS key"} with input as resource
	not kms.pass with input as resource
}
