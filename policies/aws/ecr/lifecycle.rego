# METADATA
# title: Repositories remove old images
# description: >-
#   Old images keep their flaws for as long as somebody can start them. A lifecycle policy removes
#   them, and keeps what has to be scanned and paid for small.
# custom:
#   kind: aws.ecr.repository
#   needs: [lifecycle_policy]
#   severity: low
#   requirements:
#     soc2: [CC7.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.6.1.a, ir.12.2.2.a]
#     iso27001: [A.8.8, A.8.10]
#   equivalent:
#     prowler: [ecr_repositories_lifecycle_policy_enabled]
#   remediation: >-
#     Put a lifecycle policy on the repository that expires untagged images and all but the newest
#     tagged ones.
package aws.ecr.lifecycle

import rego.v1

pass if count(input.lifecycle_policy.rules) > 0

fail contains "there is no lifecycle policy" if input.lifecycle_policy == null

fail contains "the lifecycle policy has no rules" if count(input.lifecycle_policy.rules) == 0
