# METADATA
# title: Users get rights through groups only
# description: >-
#   Rights given to a user alone are seen by nobody who reviews groups and roles. They outlast the
#   duty they were given for. Groups keep the number of sets of rights small enough to review.
# custom:
#   kind: aws.iam.user
#   needs: [inline_policies, attached_policies]
#   severity: low
#   requirements:
#     soc2: [CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.2.1]
#     iso27001: [A.5.18]
#   equivalent:
#     prowler: [iam_policy_attached_only_to_group_or_roles]
#     cis: ["aws-3.0:1.15", "aws-5.0:1.14", "aws-7.0:2.13"]
#   remediation: >-
#     Attach the policy to a group, add the user to it, then run aws iam detach-user-policy or aws
#     iam delete-user-policy.
package aws.iam.policy_via_group

import rego.v1

held contains sprintf("the policy %s is attached to the user", [policy.name]) if {
	some policy in input.attached_policies
}

held contains sprintf("the inline policy %s belongs to the user", [policy.name]) if {
	some policy in input.inline_policies
}

pass if {
	is_array(input.inline_policies)
	is_array(input.attached_policies)
	count(held) == 0
}

fail contains reason if some reason in held
