# METADATA
# title: Policies of ours are in use
# description: >-
#   A policy that is attached to nobody waits for somebody to attach it without reading it. It
#   also makes the list that people review longer than it need be. A policy that serves as a
#   permissions boundary is in use.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, aws.iam.user/permissions_boundary, aws.iam.role/permissions_boundary]
#   severity: low
#   requirements:
#     soc2: [CC6.3]
#     nis2: [art.21.2.i, ir.11.2.3, ir.11.2.1]
#     iso27001: [A.5.18]
#   remediation: Run aws iam delete-policy for the policy, after deleting its older versions.
package aws.iam.policy_in_use

import rego.v1

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

of_users := {user.permissions_boundary | some user in data.resources["aws.iam.user"]}

of_roles := {role.permissions_boundary | some role in data.resources["aws.iam.role"]}

is_boundary if input.id in of_users

is_boundary if input.id in of_roles

pass if {
	input.aws_managed == false
	input.attachment_count > 0
}

pass if {
	input.aws_managed == false
	input.attachment_count == 0
	is_boundary
}

fail contains "the policy is attached to nobody and bounds nobody" if {
	input.aws_managed == false
	input.attachment_count == 0
	not is_boundary
}
