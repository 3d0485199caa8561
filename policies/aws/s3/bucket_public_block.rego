# METADATA
# title: Buckets are shielded by all four flags of public access block
# description: >-
#   A bucket that is private today becomes public by one line in a policy or one grant. The public
#   access block stops that line before it takes effect. A flag counts when the bucket or its
#   account sets it.
# custom:
#   kind: aws.s3.bucket
#   needs: [public_access_block, aws.s3.account/public_access_block]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.7.2.c, ir.11.1.2.c]
#     iso27001: [A.8.3, A.8.12]
#   equivalent:
#     prowler: [s3_bucket_level_public_access_block]
#     cis: ["aws-3.0:2.1.4", "aws-5.0:2.1.4", "aws-7.0:3.1.4"]
#   remediation: >-
#     Run aws s3api put-public-access-block for the bucket with all four flags true, or aws
#     s3control put-public-access-block for the account.
package aws.s3.bucket_public_block

import rego.v1

import data.lib.exposure

account_block := account.public_access_block if some account in data.resources["aws.s3.account"]

# Undefined unless both blocks were observed, null or not.
open_flags := exposure.open_flags(input.public_access_block, account_block)

pass if count(open_flags) == 0

fail contains sprintf("%s is off for the bucket and for the account", [flag]) if some flag in open_flags
