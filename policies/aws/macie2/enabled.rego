# METADATA
# title: Macie looks for personal data in S3
# description: >-
#   Data that must be protected has to be known first. Macie samples the objects of buckets and
#   tells which hold names, card numbers or credentials. Where it is off the service refuses the
#   question, and the answer stays unknown.
# custom:
#   kind: aws.macie2.region
#   needs: [status]
#   severity: low
#   requirements:
#     soc2: [C1.1]
#     nis2: [art.21.2.i, ir.12.1.1]
#     iso27001: [A.5.12, A.8.12]
#   equivalent:
#     prowler: [macie_is_enabled]
#   remediation: >-
#     Run aws macie2 enable-macie in the region, or let the organisation's administrator account
#     enable it for all members.
package aws.macie2.enabled

import rego.v1

pass if input.status == "ENABLED"

fail contains "Macie is paused" if input.status == "PAUSED"

fail contains "Macie is off" if input.status == null
