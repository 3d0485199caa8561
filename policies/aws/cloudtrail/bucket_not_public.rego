# METADATA
# title: Buckets of trails are not public
# description: >-
#   The record of an account tells an attacker who its users are, what they may do and when they
#   do it. No policy or access control list may open its bucket past the public access block. The
#   bucket is looked up among those of the account; one of another account is not seen.
# custom:
#   kind: aws.cloudtrail.trail
#   needs:
#     - bucket
#     - aws.s3.bucket/name
#     - aws.s3.bucket/acl
#     - aws.s3.bucket/policy_status
#     - aws.s3.bucket/public_access_block
#     - aws.s3.account/public_access_block
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.b, art.21.2.i, ir.3.2.5, ir.11.1.2.c]
#     iso27001: [A.8.15, A.8.3]
#   equivalent:
#     prowler: [cloudtrail_logs_s3_bucket_is_not_publicly_accessible]
#   remediation: >-
#     Turn on the public access block of the bucket (aws s3api put-public-access-block) and remove
#     the public statement or grant.
package aws.cloudtrail.bucket_not_public

import rego.v1

import data.lib.exposure

account_block := account.public_access_block if some account in data.resources["aws.s3.account"]

seen := {bucket.name | some bucket in data.resources["aws.s3.bucket"]}

open_flags := {bucket.name: exposure.open_flags(bucket.public_access_block, account_block) |
	some bucket in data.resources["aws.s3.bucket"]
}

ways contains [bucket.name, "policy"] if {
	some bucket in data.resources["aws.s3.bucket"]
	bucket.policy_status.is_public == true
	"restrict_public_buckets" in open_flags[bucket.name]
}

ways contains [bucket.name, "access control list"] if {
	some bucket in data.resources["aws.s3.bucket"]
	count(exposure.public_grants(bucket.acl)) > 0
	"ignore_public_acls" in open_flags[bucket.name]
}

public := {name | some [name, _] in ways}

pass if {
	input.bucket in seen
	not input.bucket in public
}

fail contains sprintf("the bucket %s is public through its %s", [name, way]) if {
	some [name, way] in ways
	name == input.bucket
}
