# METADATA
# title: No inline policy of a user allows everything
# description: >-
#   An inline policy shows up in no list of policies, so a grant of everything hides there.
#   Reviews of managed policies do not see it. Administrator rights belong in one managed policy
#   that is known and counted.
# custom:
#   kind: aws.iam.user
#   needs: [inline_policies]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC5.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.5.15, A.8.2]
#   equivalent:
#     prowler: [iam_inline_policy_no_administrative_privileges]
#     cis: ["aws-3.0:1.16", "aws-5.0:1.15", "aws-7.0:2.14"]
#   remediation: >-
#     Run aws iam delete-user-policy, and give the user rights through a group with the actions
#     and resources the work needs.
package aws.iam.user_inline_admin

import rego.v1

import data.lib.statements

offending contains policy.name if {
	some policy in input.inline_policies
	some statement in policy.document.Statement
	statements.full_admin(statement)
}

doubtful if {
	some policy in input.inline_policies
	some statement in policy.document.Statement
	statements.perhaps_admin(statement)
}

pass if {
	is_array(input.inline_policies)
	count(offending) == 0
	not doubtful
}

fail contains sprintf("the inline policy %s allows every action on every resource", [name]) if {
	some name in offending
}
