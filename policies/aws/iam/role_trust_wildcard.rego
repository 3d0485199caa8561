# METADATA
# title: No role can be taken by just anyone
# description: >-
#   A trust policy that names "*" lets every AWS account in the world take the role. Only a
#   condition on the caller's organisation, account or network holds them back. Such a role is
#   open to attack now.
# custom:
#   kind: aws.iam.role
#   needs: [trust_policy]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.3, CC6.6]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.1.2.b, ir.11.1.2.c]
#     iso27001: [A.5.15, A.8.3]
#   remediation: >-
#     Replace "*" in the trust policy with the accounts or services meant, or add a condition on
#     aws:PrincipalOrgID (aws iam update-assume-role-policy).
package aws.iam.role_trust_wildcard

import rego.v1

import data.lib.access

pass if access.private(input.trust_policy)

fail contains sprintf("statement %d of the trust policy lets anyone take the role", [opening.place]) if {
	some opening in access.openings(input.trust_policy)
	opening.certain
}
