# METADATA
# title: No inline policy of a role lets its holder gain more rights
# description: >-
#   Some sets of actions let their holder take any right in the account. In an inline policy they
#   escape whoever reviews the list of policies. Each inline policy is judged by itself, as
#   managed policies are; what all policies of an identity come to is another question.
# custom:
#   kind: aws.iam.role
#   needs: [inline_policies]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC5.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.8.2, A.8.3]
#   params: {more_paths: [], accepted_paths: []}
#   equivalent:
#     prowler: [iam_inline_policy_allows_privilege_escalation]
#   remediation: >-
#     Take the actions named out of the inline policy (aws iam put-role-policy), or limit them to
#     named resources or by a condition on iam:PermissionsBoundary or iam:PassedToService.
package aws.iam.role_inline_escalation

import rego.v1

import data.lib.escalation

found := {policy.name: ways |
	some policy in input.inline_policies
	ways := escalation.of_document(policy.document, data.params.more_paths) - accepted
	count(ways) > 0
}

accepted := {way | some way in data.params.accepted_paths}

pass if {
	is_array(input.inline_policies)
	count(found) == 0
}

fail contains sprintf("through the inline policy %s rights can be gained by %s", [name, way]) if {
	some name, ways in found
	some way in escalation.shown(ways)
}
