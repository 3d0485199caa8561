# METADATA
# title: S3 buckets encrypt data at rest
# description: Data at rest in clear is readable by whoever gets at the storage.
# custom:
#   kind: aws.s3.bucket
#   needs: [encryption]
#   severity: high
#   requirements: {soc2: [CC6.1, CC6.7], nis2: [art.21.2.h]}
#   remediation: Set default encryption to SSE-KMS or SSE-S3.
#   equivalent: {prowler: [s3_bucket_default_encryption]}
package aws.s3.bucket_encrypted

import rego.v1

accepted := {"AES256", "aws:kms", "aws:kms:dsse"}

pass if input.encryption.algorithm in accepted

fail contains "no default encryption is set" if input.encryption == null

fail contains sprintf("%s is not accepted", [input.encryption.algorithm]) if {
	not input.encryption.algorithm in accepted
}
