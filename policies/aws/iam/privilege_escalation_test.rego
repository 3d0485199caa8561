package aws.iam.privilege_escalation_test

import rego.v1

import data.aws.iam.privilege_escalation

golden := {
	"id": "arn:aws:iam::111122223333:policy/app",
	"kind": "aws.iam.policy",
	"source": "111122223333",
	"aws_managed": false,
	"attachment_count": 1,
	"document": {
		"Statement": [{"Effect": "Allow", "Action": ["iam:Get*", "iam:PassRole", "s3:*"], "Resource": ["*"]}],
	},
}

params := {"more_paths": [], "accepted_paths": []}

versions := {"Effect": "Allow", "Action": ["iam:*PolicyVersion"], "Resource": ["*"]}

own_keys := {
	"Effect": "Allow",
	"Action": ["iam:CreateAccessKey"],
	"Resource": ["arn:aws:iam::*:user/${aws:username}"],
}

all_keys := {
	"Effect": "Allow",
	"Action": ["iam:CreateAccessKey"],
	"Resource": ["arn:aws:iam::111122223333:user/*"],
}

pass_any_role := {"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["*"]}

start_servers := {"Effect": "Allow", "Action": ["ec2:Run*"], "Resource": ["*"]}

bounded := {
	"Effect": "Allow",
	"Action": ["iam:PutUserPolicy"],
	"Resource": ["*"],
	"Condition": {"StringEquals": {"iam:PermissionsBoundary": ["b"]}},
}

no_keys := {"Effect": "Deny", "Action": ["iam:CreateAccess*"], "Resource": ["*"]}

all_but := {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": ["*"]}

test_passes_with_half_a_set if {
	privilege_escalation.pass with input as golden with data.params as params
	count(privilege_escalation.fail) == 0 with input as golden with data.params as params
	count(privilege_escalation.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_own_keys_and_bounds if {
	resource := object.union(golden, {"document": {"Statement": [own_keys, bounded]}})
	privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.fail) == 0 with input as resource with data.params as params
	count(privilege_escalation.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_all_but_iam if {
	resource := object.union(golden, {"document": {"Statement": [all_but]}})
	"its holder can gain rights by apprunner:updateservice" in privilege_escalation.fail
		with input as resource
		with data.params as params
}

test_passes_when_denied if {
	resource := object.union(golden, {"document": {"Statement": [all_keys, no_keys]}})
	privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.fail) == 0 with input as resource with data.params as params
	count(privilege_escalation.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_policy_versions if {
	resource := object.union(golden, {"document": {"Statement": [versions]}})
	privilege_escalation.fail == {"its holder can gain rights by iam:createpolicyversion", "its holder can gain rights by iam:setdefaultpolicyversion"}
		with input as resource with data.params as params
	not privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_keys_of_all_users if {
	resource := object.union(golden, {"document": {"Statement": [all_keys]}})
	privilege_escalation.fail == {"its holder can gain rights by iam:createaccesskey"} with input as resource with data.params as params
	not privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_a_set_in_two_statements if {
	resource := object.union(golden, {"document": {"Statement": [pass_any_role, start_servers]}})
	privilege_escalation.fail == {"its holder can gain rights by ec2:runinstances and iam:passrole"}
		with input as resource with data.params as params
	not privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_when_kept_by_aws if {
	resource := object.union(golden, {"aws_managed": true})
	privilege_escalation.not_applicable == {"AWS keeps this policy"} with input as resource with data.params as params
	not privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_when_attached_to_nobody if {
	resource := object.union(golden, {"attachment_count": 0})
	privilege_escalation.not_applicable == {"the policy is attached to nobody"} with input as resource with data.params as params
	not privilege_escalation.pass with input as resource with data.params as params
	count(privilege_escalation.fail) == 0 with input as resource with data.params as params
}

test_fails_with_a_service_that_the_condition_names if {
	passing := object.union(pass_any_role, {"Condition": {"StringLike": {"iam:PassedToService": ["ec2.*"]}}})
	resource := object.union(golden, {"document": {"Statement": [passing, start_servers]}})
	privilege_escalation.fail == {"its holder can gain rights by ec2:runinstances and iam:passrole"}
		with input as resource
		with data.params as params
}

test_passes_with_another_service if {
	passing := object.union(pass_any_role, {"Condition": {"StringEquals": {"iam:PassedToService": ["lambda.amazonaws.com"]}}})
	resource := object.union(golden, {"document": {"Statement": [passing, start_servers]}})
	privilege_escalation.pass with input as resource with data.params as params
}

test_paths_can_be_added_and_accepted if {
	resource := object.union(golden, {"document": {"Statement": [versions]}})
	privilege_escalation.fail == {"its holder can gain rights by iam:createpolicyversion", "its holder can gain rights by iam:deletepolicyversion"}
		with input as resource
		with data.params as {"more_paths": [["iam:DeletePolicyVersion"]], "accepted_paths": ["iam:setdefaultpolicyversion"]}
}
