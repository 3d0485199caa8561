package aws.cloudwatch.sharing_approved_test

import rego.v1

import data.aws.cloudwatch.sharing_approved

golden := {"id": "111122223333", "kind": "aws.cloudwatch.account", "source": "111122223333"}

params := {"approved_accounts": []}

resources := {
	"aws.iam.role": [{"id": "arn:aws:iam::111122223333:role/app", "name": "app", "trust_policy": {"Statement": []}}],
}

when_approved_role := {
	"id": "arn:aws:iam::111122223333:role/CloudWatch-CrossAccountSharingRole",
	"name": "CloudWatch-CrossAccountSharingRole",
	"trust_policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::444455556666:root"]},
				"Action": ["sts:AssumeRole"],
			},
		],
	},
}

with_everybody_role := {
	"id": "arn:aws:iam::111122223333:role/CloudWatch-CrossAccountSharingRole",
	"name": "CloudWatch-CrossAccountSharingRole",
	"trust_policy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": ["sts:AssumeRole"]}]},
}

test_passes_without_the_role if {
	sharing_approved.pass with input as golden with data.params as params with data.resources as resources
	count(sharing_approved.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_when_approved if {
	others := object.union(resources, {"aws.iam.role": [when_approved_role]})
	sharing_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
		with data.resources as others
	count(sharing_approved.fail) == 0
		with input as golden
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
		with data.resources as others
}

test_fails_when_not_approved if {
	others := object.union(resources, {
		"aws.iam.role": [
			{
				"id": "arn:aws:iam::111122223333:role/app",
				"name": "app",
				"trust_policy": {"Statement": []},
			},
			when_approved_role,
		],
	})
	sharing_approved.fail == {"account 444455556666 may look at metrics and logs and is not approved"}
		with input as golden
		with data.params as params
		with data.resources as others
	not sharing_approved.pass with input as golden with data.params as params with data.resources as others
}

test_fails_with_everybody if {
	others := object.union(resources, {"aws.iam.role": [with_everybody_role]})
	sharing_approved.fail == {"account * may look at metrics and logs and is not approved"}
		with input as golden
		with data.params as params
		with data.resources as others
	not sharing_approved.pass with input as golden with data.params as params with data.resources as others
}
