# METADATA
# title: No attached policy of ours allows everything
# description: >-
#   A policy of one's own with every action on every resource makes administrators without the
#   name AdministratorAccess to show it. Rights should be those the work needs. Policies that AWS
#   keeps, and those attached to nobody, are not judged.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, document]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC5.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.5.15, A.8.2]
#   equivalent:
#     prowler: [iam_customer_attached_policy_no_administrative_privileges]
#     cis: ["aws-3.0:1.16", "aws-5.0:1.15", "aws-7.0:2.14"]
#   remediation: >-
#     Write a new version of the policy that names the actions and resources needed (aws iam
#     create-policy-version --set-as-default).
package aws.iam.policy_admin_star

import rego.v1

import data.lib.statements

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

not_applicable contains "the policy is attached to nobody" if input.attachment_count == 0

in_force if {
	input.aws_managed == false
	input.attachment_count > 0
}

offending contains place if {
	some place, statement in input.document.Statement
	statements.full_admin(statement)
}

doubtful if {
	some statement in input.document.Statement
	statements.perhaps_admin(statement)
}

pass if {
	in_force
	is_array(input.document.Statement)
	count(offending) == 0
	not doubtful
}

fail contains sprintf("statement %d allows every action on every resource", [place + 1]) if {
	in_force
	some place in offending
}
