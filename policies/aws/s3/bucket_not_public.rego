# METADATA
# title: No bucket is public without approval
# description: >-
#   A public bucket gives its data to whoever finds its name. It is public if its policy or its
#   access control list opens it and neither its own nor its account's public access block stands
#   in the way. A bucket that is meant to be public carries the approval tag.
# custom:
#   kind: aws.s3.bucket
#   needs: [public_access_block, policy_status, acl, tags, aws.s3.account/public_access_block]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6, C1.1]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.7.2.c, ir.11.1.2.c, ir.12.2.2.b]
#     iso27001: [A.8.3, A.8.12]
#   params: {approval_tag: public-approved}
#   equivalent:
#     prowler: [s3_bucket_public_access, s3_bucket_level_public_access_block]
#     cis: ["aws-3.0:2.1.4", "aws-5.0:2.1.4", "aws-7.0:3.1.4"]
#   remediation: >-
#     Turn on the public access block of the bucket or the account (aws s3api
#     put-public-access-block), and remove the public statement or grant; tag a bucket that is
#     public on purpose with public-approved.
package aws.s3.bucket_not_public

import rego.v1

import data.lib.exposure

account_block := account.public_access_block if some account in data.resources["aws.s3.account"]

open_flags := exposure.open_flags(input.public_access_block, account_block)

exposed contains "the bucket policy is public" if {
	input.policy_status.is_public == true
	"restrict_public_buckets" in open_flags
}

exposed contains sprintf("the access control list grants %s to %s", [grant.permission, grant.grantee]) if {
	some grant in exposure.public_grants(input.acl)
	"ignore_public_acls" in open_flags
}

approved if is_string(input.tags[data.params.approval_tag])

# Holds only if every field was observed, null or not.
observed := [input.public_access_block, account_block, input.policy_status, input.acl, input.tags]

pass if {
	count(observed) == 5
	count(exposed) == 0
}

pass if {
	count(observed) == 5
	count(exposed) > 0
	approved
}

fail contains reason if {
	count(observed) == 5
	not approved
	some reason in exposed
}
