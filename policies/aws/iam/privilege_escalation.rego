# METADATA
# title: No attached policy of ours lets its holder gain more rights
# description: >-
#   Some sets of actions let their holder take any right in the account, for example by writing a
#   new policy version or by starting a function with a stronger role. Such a policy makes
#   administrators in all but name. Only statements without a condition and on all users, roles,
#   groups or policies count.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, document]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC5.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.8.2, A.8.3]
#   equivalent:
#     prowler: [iam_policy_allows_privilege_escalation]
#   remediation: >-
#     Take the actions named out of the policy, or limit them to named resources or by a condition
#     on iam:PermissionsBoundary or iam:PassedToService.
package aws.iam.privilege_escalation

import rego.v1

import data.lib.statements

# Each set is enough by itself.
escalations := {
	{"iam:addusertogroup"},
	{"iam:attachgrouppolicy"},
	{"iam:attachrolepolicy", "sts:assumerole"},
	{"iam:attachuserpolicy"},
	{"iam:createaccesskey"},
	{"iam:createloginprofile"},
	{"iam:createpolicyversion"},
	{"iam:passrole", "cloudformation:createstack"},
	{"iam:passrole", "ec2:runinstances"},
	{"iam:passrole", "ecs:registertaskdefinition", "ecs:runtask"},
	{"iam:passrole", "glue:createdevendpoint"},
	{"iam:passrole", "lambda:createfunction", "lambda:invokefunction"},
	{"iam:passrole", "sagemaker:createnotebookinstance", "sagemaker:createpresignednotebookinstanceurl"},
	{"iam:putgrouppolicy"},
	{"iam:putrolepolicy", "sts:assumerole"},
	{"iam:putuserpolicy"},
	{"iam:setdefaultpolicyversion"},
	{"iam:updateassumerolepolicy", "sts:assumerole"},
	{"iam:updateloginprofile"},
}

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

not_applicable contains "the policy is attached to nobody" if input.attachment_count == 0

in_force if {
	input.aws_managed == false
	input.attachment_count > 0
}

# All resources, or all of one type: "*", "arn:aws:iam::111122223333:role/*".
watched := union(escalations)

broad(statement) if "*" in statement.Resource

broad(statement) if {
	some resource in statement.Resource
	resource != "*"
	regex.match(`^arn:[^:]*:[^:]*:[^:]*:[^:]*:(\*|[a-z-]+/\*)$`, resource)
}

broad(statement) if is_array(statement.NotResource)

denied contains action if {
	some statement in input.document.Statement
	statement.Effect == "Deny"
	statements.unconditional(statement)
	"*" in statement.Resource
	some action in statements.reached(statement, watched)
}

granted contains action if {
	some statement in statements.allowing(input.document)
	statements.unconditional(statement)
	broad(statement)
	some action in statements.reached(statement, watched)
}

found contains concat(" with ", sort([action | some action in set])) if {
	some set in escalations
	count(set - (granted - denied)) == 0
}

pass if {
	in_force
	is_array(input.document.Statement)
	count(found) == 0
}

fail contains sprintf("its holder can gain rights by %s", [actions]) if {
	in_force
	some actions in found
}
