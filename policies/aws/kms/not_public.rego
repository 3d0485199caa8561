# METADATA
# title: Keys are not open to everybody
# description: >-
#   A key policy that allows "*" lets any AWS account decrypt what the key protects. A condition
#   must hold the caller to an account or an organisation; naming a service alone does not.
# custom:
#   kind: aws.kms.key
#   needs: [manager, state, policy]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.c.iv, ir.11.1.2.c]
#     iso27001: [A.8.24, A.8.3]
#   equivalent:
#     prowler: [kms_key_not_publicly_accessible]
#     cis: ["aws-7.0:2.21"]
#   remediation: >-
#     Replace the principal "*" in the key policy by the roles meant (aws kms put-key-policy), or
#     add a condition on kms:CallerAccount or aws:PrincipalOrgID.
package aws.kms.not_public

import rego.v1

import data.lib.access

not_applicable contains "a service of AWS keeps the key" if input.manager == "AWS"

not_applicable contains sprintf("the key is %s", [input.state]) if {
	input.manager == "CUSTOMER"
	input.state != "Enabled"
}

judged if {
	input.manager == "CUSTOMER"
	input.state == "Enabled"
	is_array(input.policy.Statement)
}

pass if {
	judged
	access.private(input.policy)
}

fail contains sprintf("statement %d of the key policy allows anyone", [opening.place]) if {
	judged
	some opening in access.openings(input.policy)
	opening.certain
}
