# METADATA
# title: Buckets encrypt data at rest
# description: >-
#   Default encryption means that every new object is stored encrypted, whoever writes it and
#   however. It keeps data unreadable to those who get at the storage but not at the key. A bucket
#   without a default that was observed fails.
# custom:
#   kind: aws.s3.bucket
#   needs: [encryption]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [s3_bucket_default_encryption]
#   remediation: >-
#     In the bucket's Properties set Default encryption to SSE-S3 or SSE-KMS; or run aws s3api
#     put-bucket-encryption.
package aws.s3.bucket_encrypted

import rego.v1

accepted := {"AES256", "aws:kms", "aws:kms:dsse"}

pass if input.encryption.algorithm in accepted

fail contains "no default encryption is set" if input.encryption == null

fail contains sprintf("%s is not accepted", [input.encryption.algorithm]) if {
	not input.encryption.algorithm in accepted
}
