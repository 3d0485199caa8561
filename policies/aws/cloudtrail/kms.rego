# METADATA
# title: Trails encrypt their files with a KMS key
# description: >-
#   A key of its own adds a second permission before anybody reads the record of everything done
#   in the account, and leaves a trace of each reader.
# custom:
#   kind: aws.cloudtrail.trail
#   needs: [kms_key_id]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.h, ir.9.2.a, ir.3.2.5]
#     iso27001: [A.8.24, A.8.15]
#   equivalent:
#     prowler: [cloudtrail_kms_encryption_enabled]
#     cis: ["aws-3.0:3.5", "aws-5.0:3.5", "aws-7.0:4.5"]
#   remediation: >-
#     Run aws cloudtrail update-trail --kms-key-id for the trail, with a key whose policy lets
#     CloudTrail encrypt.
package aws.cloudtrail.kms

import rego.v1

pass if is_string(input.kms_key_id)

fail contains "the files are encrypted with keys of S3, not with a KMS key" if input.kms_key_id == null
