# METADATA
# title: No attached policy of ours allows actions that are reserved
# description: >-
#   Some actions bind the whole organisation, such as subscribing to products of the marketplace,
#   which is a purchase. They belong to few people and to named resources. What a condition allows
#   counts too: the condition may hold at any time. Policies that AWS keeps, and those attached to
#   nobody, are not judged.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, document]
#   severity: medium
#   requirements:
#     soc2: [CC6.3]
#     nis2: [art.21.2.i, art.21.2.d, ir.11.2.2.a]
#     iso27001: [A.5.15, A.5.18]
#   params: {reserved_actions: ["aws-marketplace:Subscribe"]}
#   equivalent:
#     prowler: [iam_policy_no_wildcard_marketplace_subscribe]
#   remediation: >-
#     Write a new version of the policy without the action, or with named resources (aws iam
#     create-policy-version --set-as-default); let a purchasing role have it.
package aws.iam.policy_reserved

import rego.v1

import data.lib.statements

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

not_applicable contains "the policy is attached to nobody" if input.attachment_count == 0

in_force if {
	input.aws_managed == false
	input.attachment_count > 0
}

reserved := {lower(action) | some action in data.params.reserved_actions}

found := statements.everywhere(input.document, reserved)

pass if {
	in_force
	count(found) == 0
}

fail contains sprintf("the policy allows %s on every resource", [action]) if {
	in_force
	some action in found
}
