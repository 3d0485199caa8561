package aws.s3.bucket_blocks_public_access_test

import rego.v1

import data.aws.s3.bucket_blocks_public_access

all_on := {
	"block_public_acls": true, "ignore_public_acls": true,
	"block_public_policy": true, "restrict_public_buckets": true,
}

golden := {"id": "arn:aws:s3:::logs", "kind": "aws.s3.bucket", "source": "aws", "public_access_block": all_on}

resources := {"aws.s3.account": [{"id": "1", "kind": "aws.s3.account", "source": "aws", "public_access_block": null}]}

test_block_on_bucket_passes if {
	bucket_blocks_public_access.pass with input as golden with data.resources as resources
}

test_block_on_account_passes if {
	bucket_blocks_public_access.pass with input as {"public_access_block": null}
		with data.resources as {"aws.s3.account": [{"public_access_block": all_on}]}
}

test_one_setting_off_fails if {
	expected := {"these settings are off: block_public_acls"}
	partly := object.union(all_on, {"block_public_acls": false})
	bucket_blocks_public_access.fail == expected with input as {"public_access_block": partly}
		with data.resources as resources
}
