package aws.iam.policy_reserved_test

import rego.v1

import data.aws.iam.policy_reserved

params := {"reserved_actions": ["aws-marketplace:Subscribe"]}

looking := {"Effect": "Allow", "Action": ["aws-marketplace:View*"], "Resource": ["*"]}

golden := {
	"id": "arn:aws:iam::111122223333:policy/app",
	"kind": "aws.iam.policy",
	"source": "111122223333",
	"aws_managed": false,
	"attachment_count": 1,
	"document": {"Statement": [looking]},
}

given(statement) := object.union(golden, {"document": {"Statement": [statement]}})

test_passes_with_looking if {
	policy_reserved.pass with input as golden with data.params as params
	count(policy_reserved.fail) == 0 with input as golden with data.params as params
	count(policy_reserved.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_with_everything_but_something if {
	resource := given({"Effect": "Allow", "NotAction": ["iam:*"], "Resource": ["*"]})
	policy_reserved.fail == {"the policy allows aws-marketplace:subscribe on every resource"}
		with input as resource
		with data.params as params
	not policy_reserved.pass with input as resource with data.params as params
}

test_fails_under_a_condition if {
	resource := given({
		"Effect": "Allow", "Action": ["aws-marketplace:Subscribe"], "Resource": ["*"],
		"Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}},
	})
	policy_reserved.fail == {"the policy allows aws-marketplace:subscribe on every resource"}
		with input as resource
		with data.params as params
}

test_passes_with_named_resources if {
	resource := given({"Effect": "Allow", "Action": ["aws-marketplace:Subscribe"], "Resource": ["arn:aws:aws-marketplace:::product/1"]})
	policy_reserved.pass with input as resource with data.params as params
}

test_not_applicable_when_kept_by_aws if {
	resource := object.union(golden, {"aws_managed": true})
	policy_reserved.not_applicable == {"AWS keeps this policy"} with input as resource with data.params as params
	not policy_reserved.pass with input as resource with data.params as params
}

test_not_applicable_when_attached_to_nobody if {
	resource := object.union(golden, {"attachment_count": 0})
	policy_reserved.not_applicable == {"the policy is attached to nobody"} with input as resource with data.params as params
	not policy_reserved.pass with input as resource with data.params as params
}
