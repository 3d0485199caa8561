# METADATA
# title: No inline policy of a group allows actions that are reserved
# description: >-
#   Some actions bind the whole organisation, such as subscribing to products of the marketplace,
#   which is a purchase. They belong to few people and to named resources. What a condition allows
#   counts too: the condition may hold at any time.
# custom:
#   kind: aws.iam.group
#   needs: [inline_policies]
#   severity: medium
#   requirements:
#     soc2: [CC6.3]
#     nis2: [art.21.2.i, art.21.2.d, ir.11.2.2.a]
#     iso27001: [A.5.15, A.5.18]
#   params: {reserved_actions: ["aws-marketplace:Subscribe"]}
#   equivalent:
#     prowler: [iam_inline_policy_no_wildcard_marketplace_subscribe]
#   remediation: >-
#     Take the action out of the inline policy (aws iam put-group-policy), or name the resources;
#     let a purchasing role have it.
package aws.iam.group_inline_reserved

import rego.v1

import data.lib.statements

reserved := {lower(action) | some action in data.params.reserved_actions}

found contains [policy.name, action] if {
	some policy in input.inline_policies
	some action in statements.everywhere(policy.document, reserved)
}

pass if {
	is_array(input.inline_policies)
	count(found) == 0
}

fail contains sprintf("the inline policy %s allows %s on every resource", [name, action]) if {
	some [name, action] in found
}
