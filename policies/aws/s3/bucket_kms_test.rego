package aws.s3.bucket_kms_test

import rego.v1

import data.aws.s3.bucket_kms

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"encryption": {"algorithm": "aws:kms", "kms_key_id": null, "bucket_key_enabled": false},
	"tags": {"classification": "Confidential"},
}

params := {"class_tag": "classification", "classes": ["confidential", "restricted", "secret"]}

test_passes_with_kms if {
	bucket_kms.pass with input as golden with data.params as params
	count(bucket_kms.fail) == 0 with input as golden with data.params as params
	count(bucket_kms.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_two_layers if {
	resource := object.union(golden, {"encryption": {"algorithm": "aws:kms:dsse"}})
	bucket_kms.pass with input as resource with data.params as params
	count(bucket_kms.fail) == 0 with input as resource with data.params as params
	count(bucket_kms.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_keys_of_s3 if {
	resource := object.union(golden, {"encryption": {"algorithm": "AES256"}})
	bucket_kms.fail == {"the default encryption is AES256"} with input as resource with data.params as params
	not bucket_kms.pass with input as resource with data.params as params
	count(bucket_kms.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_a_default if {
	resource := object.union(golden, {"encryption": null})
	bucket_kms.fail == {"no default encryption is set"} with input as resource with data.params as params
	not bucket_kms.pass with input as resource with data.params as params
	count(bucket_kms.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_without_the_tag if {
	resource := object.union(object.remove(golden, ["tags"]), {"tags": {"team": "web"}, "encryption": null})
	bucket_kms.not_applicable == {"the bucket is not tagged as confidential"}
		with input as resource
		with data.params as params
	not bucket_kms.pass with input as resource with data.params as params
	count(bucket_kms.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_with_a_lower_class if {
	resource := object.union(golden, {"tags": {"classification": "public"}})
	bucket_kms.not_applicable == {"the bucket is not tagged as confidential"}
		with input as resource
		with data.params as params
	not bucket_kms.pass with input as resource with data.params as params
	count(bucket_kms.fail) == 0 with input as resource with data.params as params
}
