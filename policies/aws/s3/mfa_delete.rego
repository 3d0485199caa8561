# METADATA
# title: Deleting a version for good takes a second factor
# description: >-
#   Versioning alone does not help against somebody who may delete versions. With MFA delete that
#   takes the root user's device as well as its credentials. Buckets without versioning are not
#   judged here.
# custom:
#   kind: aws.s3.bucket
#   needs: [versioning]
#   severity: low
#   requirements:
#     soc2: [CC6.1, A1.2]
#     nis2: [art.21.2.c, art.21.2.j, ir.4.2.2.d, ir.11.7.1]
#     iso27001: [A.8.13, A.8.5]
#   equivalent:
#     prowler: [s3_bucket_no_mfa_delete]
#   remediation: >-
#     As the root user run aws s3api put-bucket-versioning with --mfa and MFADelete=Enabled; or
#     protect the versions by object lock.
package aws.s3.mfa_delete

import rego.v1

not_applicable contains "the bucket is not versioned" if input.versioning.status != "Enabled"

pass if {
	input.versioning.status == "Enabled"
	input.versioning.mfa_delete == true
}

fail contains "MFA delete is off" if {
	input.versioning.status == "Enabled"
	input.versioning.mfa_delete == false
}
