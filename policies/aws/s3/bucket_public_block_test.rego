package aws.s3.bucket_public_block_test

import rego.v1

import data.aws.s3.bucket_public_block

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"public_access_block": {
		"block_public_acls": true,
		"ignore_public_acls": true,
		"block_public_policy": true,
		"restrict_public_buckets": false,
	},
}

resources := {
	"aws.s3.account": [{"id": "111122223333", "public_access_block": {"restrict_public_buckets": true}}],
}

test_passes_when_the_two_add_up if {
	bucket_public_block.pass with input as golden with data.resources as resources
	count(bucket_public_block.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without_the_account if {
	bucket_public_block.fail == {"restrict_public_buckets is off for the bucket and for the account"}
		with input as golden
		with data.resources as {"aws.s3.account": [{"id": "111122223333", "public_access_block": null}]}
	not bucket_public_block.pass
		with input as golden
		with data.resources as {"aws.s3.account": [{"id": "111122223333", "public_access_block": null}]}
}

test_fails_with_flags_off if {
	resource := object.union(golden, {"public_access_block": {"block_public_acls": false, "restrict_public_buckets": true}})
	bucket_public_block.fail == {"block_public_acls is off for the bucket and for the account"}
		with input as resource
		with data.resources as resources
	not bucket_public_block.pass with input as resource with data.resources as resources
}
