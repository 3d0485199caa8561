package aws.iam.policy_in_use_test

import rego.v1

import data.aws.iam.policy_in_use

golden := {
	"id": "arn:aws:iam::111122223333:policy/app",
	"kind": "aws.iam.policy",
	"source": "111122223333",
	"aws_managed": false,
	"attachment_count": 2,
}

resources := {
	"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "permissions_boundary": null}],
	"aws.iam.role": [
		{
			"id": "arn:aws:iam::111122223333:role/app",
			"permissions_boundary": "arn:aws:iam::111122223333:policy/boundary",
		},
	],
}

test_passes_when_attached if {
	policy_in_use.pass with input as golden with data.resources as resources
	count(policy_in_use.fail) == 0 with input as golden with data.resources as resources
	count(policy_in_use.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_when_a_boundary_of_a_role if {
	resource := object.union(golden, {"id": "arn:aws:iam::111122223333:policy/boundary", "attachment_count": 0})
	policy_in_use.pass with input as resource with data.resources as resources
	count(policy_in_use.fail) == 0 with input as resource with data.resources as resources
	count(policy_in_use.not_applicable) == 0 with input as resource with data.resources as resources
}

test_passes_when_a_boundary_of_a_user if {
	resource := object.union(golden, {"attachment_count": 0})
	policy_in_use.pass
		with input as resource
		with data.resources as {"aws.iam.user": [{"id": "a", "permissions_boundary": "arn:aws:iam::111122223333:policy/app"}], "aws.iam.role": []}
	count(policy_in_use.fail) == 0
		with input as resource
		with data.resources as {"aws.iam.user": [{"id": "a", "permissions_boundary": "arn:aws:iam::111122223333:policy/app"}], "aws.iam.role": []}
	count(policy_in_use.not_applicable) == 0
		with input as resource
		with data.resources as {"aws.iam.user": [{"id": "a", "permissions_boundary": "arn:aws:iam::111122223333:policy/app"}], "aws.iam.role": []}
}

test_fails_when_idle if {
	resource := object.union(golden, {"attachment_count": 0})
	policy_in_use.fail == {"the policy is attached to nobody and bounds nobody"}
		with input as resource
		with data.resources as resources
	not policy_in_use.pass with input as resource with data.resources as resources
	count(policy_in_use.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_kept_by_aws if {
	resource := object.union(golden, {"aws_managed": true, "attachment_count": 0})
	policy_in_use.not_applicable == {"AWS keeps this policy"}
		with input as resource
		with data.resources as resources
	not policy_in_use.pass with input as resource with data.resources as resources
	count(policy_in_use.fail) == 0 with input as resource with data.resources as resources
}
