# METADATA
# title: Public access to S3 is blocked for the account
# description: >-
#   The block of the account holds for every bucket in it, those of tomorrow too. With it no
#   bucket policy and no access control list can open data to the world by mistake. All four flags
#   are needed, since each closes a different way.
# custom:
#   kind: aws.s3.account
#   needs: [public_access_block]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.7.2.c, ir.11.1.2.c]
#     iso27001: [A.8.3, A.8.12]
#   equivalent:
#     prowler: [s3_account_level_public_access_blocks]
#     cis: ["aws-3.0:2.1.4", "aws-5.0:2.1.4", "aws-7.0:3.1.4"]
#   remediation: >-
#     In S3, Block Public Access settings for this account, turn on all four; or run aws s3control
#     put-public-access-block for the account.
package aws.s3.account_public_block

import rego.v1

import data.lib.exposure

pass if {
	is_object(input.public_access_block)
	count(exposure.open_flags(input.public_access_block, null)) == 0
}

fail contains "the account has no public access block" if input.public_access_block == null

fail contains sprintf("%s is off", [flag]) if {
	is_object(input.public_access_block)
	some flag in exposure.open_flags(input.public_access_block, null)
}
