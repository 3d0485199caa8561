# METADATA
# title: S3 buckets block public access
# description: A bucket without the block is one policy change away from the world.
# custom:
#   kind: aws.s3.bucket
#   needs: [public_access_block, aws.s3.account/public_access_block]
#   severity: critical
#   requirements: {soc2: [CC6.1]}
#   remediation: Turn the four public access block settings on, for the account or for the bucket.
package aws.s3.bucket_blocks_public_access

import rego.v1

settings := {"block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"}

on contains setting if {
	some account in data.resources["aws.s3.account"]
	some setting in settings
	object.get(block(account.public_access_block), setting, false) == true
}

on contains setting if {
	some setting in settings
	object.get(block(input.public_access_block), setting, false) == true
}

block(value) := value if value != null

block(null) := {}

off := settings - on

pass if count(off) == 0

fail contains sprintf("these settings are off: %s", [concat(", ", sort(off))]) if count(off) > 0
