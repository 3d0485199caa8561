# METADATA
# title: Buckets have access control lists turned off
# description: >-
#   Access control lists are set on each object by whoever writes it and are seen in no policy.
#   With ownership enforced they mean nothing, the account owns every object, and policies alone
#   decide.
# custom:
#   kind: aws.s3.bucket
#   needs: [ownership]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.a, ir.6.3.2.b]
#     iso27001: [A.5.15, A.8.3]
#   equivalent:
#     prowler: [s3_bucket_acl_prohibited]
#   remediation: >-
#     In the bucket's Permissions set Object Ownership to Bucket owner enforced; or run aws s3api
#     put-bucket-ownership-controls.
package aws.s3.acls_disabled

import rego.v1

pass if input.ownership == "BucketOwnerEnforced"

fail contains "the bucket has no ownership controls" if input.ownership == null

fail contains sprintf("object ownership is %s", [input.ownership]) if {
	input.ownership != null
	input.ownership != "BucketOwnerEnforced"
}
