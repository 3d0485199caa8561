package registers.people.aws_user_owned_test

import rego.v1

import data.registers.people.aws_user_owned

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "aws",
	"name": "alice",
}

resources := {
	"registers.people.person": [
		{"id": "alice", "aws_users": ["Alice"]},
		{"id": "bob", "aws_users": ["shared"]},
		{"id": "carol", "aws_users": ["shared"]},
	],
}

params := {"service_accounts": ["deploy"]}

test_passes_with_an_owner if {
	aws_user_owned.pass
		with input as golden
		with data.resources as resources
		with data.params as params
	count(aws_user_owned.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
}

test_passes_as_a_service if {
	resource := object.union(golden, {"name": "Deploy"})
	aws_user_owned.pass
		with input as resource
		with data.resources as resources
		with data.params as params
	count(aws_user_owned.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
}

test_fails_without_owner if {
	resource := object.union(golden, {"name": "mallory"})
	aws_user_owned.fail == {"it belongs to nobody in the register of people"}
		with input as resource
		with data.resources as resources
		with data.params as params
	not aws_user_owned.pass
		with input as resource
		with data.resources as resources
		with data.params as params
}

test_fails_when_shared if {
	resource := object.union(golden, {"name": "shared"})
	aws_user_owned.fail == {"it belongs to several people: bob, carol"}
		with input as resource
		with data.resources as resources
		with data.params as params
	not aws_user_owned.pass
		with input as resource
		with data.resources as resources
		with data.params as params
}
