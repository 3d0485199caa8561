# METADATA
# title: Secrets are not open to everybody
# description: >-
#   A resource policy that allows "*" lets any AWS account read the secret. It needs a condition
#   that holds the caller to an account, an organisation or a resource.
# custom:
#   kind: aws.secretsmanager.secret
#   needs: [policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.1.2.c, ir.11.6.2.b]
#     iso27001: [A.5.17, A.8.3]
#   equivalent:
#     prowler: [secretsmanager_not_publicly_accessible]
#     cis: ["aws-7.0:2.21"]
#   remediation: >-
#     Run aws secretsmanager delete-resource-policy, or put one that names the roles meant; aws
#     secretsmanager put-resource-policy --block-public-policy refuses an open one.
package aws.secretsmanager.not_public

import rego.v1

import data.lib.access

pass if access.private(input.policy)

fail contains sprintf("statement %d of its policy allows anyone", [opening.place]) if {
	some opening in access.openings(input.policy)
	opening.certain
}
