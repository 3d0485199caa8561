# METADATA
# title: Bucket policies name whom they allow
# description: >-
#   An Allow for "*" without a condition on the caller gives the right to the whole world, and
#   only a public access block stands between. A policy should be safe by itself. A condition on
#   the organisation, account, network or source resource names the caller too.
# custom:
#   kind: aws.s3.bucket
#   needs: [policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.a, ir.6.7.2.c]
#     iso27001: [A.5.15, A.8.3]
#   equivalent:
#     prowler: [s3_bucket_public_access]
#   remediation: >-
#     Replace Principal "*" in the bucket policy with the accounts or roles meant, or add a
#     condition on aws:PrincipalOrgID, aws:SourceArn or aws:SourceVpce.
package aws.s3.policy_names_callers

import rego.v1

import data.lib.access

pass if access.private(input.policy)

fail contains sprintf("statement %d of the bucket policy allows anyone", [opening.place]) if {
	some opening in access.openings(input.policy)
	opening.certain
}
