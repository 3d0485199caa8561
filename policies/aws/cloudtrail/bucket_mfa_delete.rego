# METADATA
# title: Buckets of trails need a second factor to delete versions
# description: >-
#   Whoever breaks in wants the record gone. With MFA delete on the bucket that takes the root
#   user and its device; with object lock in compliance mode nobody can do it before time. The
#   bucket is looked up among those of the account; one of another account is not seen.
# custom:
#   kind: aws.cloudtrail.trail
#   needs: [is_logging, bucket, aws.s3.bucket/name, aws.s3.bucket/versioning, aws.s3.bucket/object_lock]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC7.2]
#     nis2: [art.21.2.b, ir.3.2.5, ir.11.7.1]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudtrail_bucket_requires_mfa_delete]
#   remediation: >-
#     As the root user run aws s3api put-bucket-versioning with --mfa and MFADelete=Enabled for
#     the bucket; or give it a default retention in compliance mode (aws s3api
#     put-object-lock-configuration).
package aws.cloudtrail.bucket_mfa_delete

import rego.v1

seen := {bucket.name | some bucket in data.resources["aws.s3.bucket"]}

guarded contains bucket.name if {
	some bucket in data.resources["aws.s3.bucket"]
	bucket.versioning.mfa_delete == true
}

guarded contains bucket.name if {
	some bucket in data.resources["aws.s3.bucket"]
	bucket.object_lock.mode == "COMPLIANCE"
}

not_applicable contains "the trail is stopped" if input.is_logging == false

pass if {
	input.is_logging == true
	input.bucket in guarded
}

fail contains sprintf("MFA delete is off for the bucket %s", [input.bucket]) if {
	input.is_logging == true
	input.bucket in seen
	not input.bucket in guarded
}
