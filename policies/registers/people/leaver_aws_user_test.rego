package registers.people.leaver_aws_user_test

import rego.v1

import data.registers.people.leaver_aws_user

golden := {
	"id": "leaver_aws_user-1",
	"kind": "registers.people.person",
	"source": "registers",
	"left_at": "2026-10-01T00:00:00Z",
	"aws_users": ["alice"],
}

resources := {"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/bob", "name": "bob"}]}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_gone if {
	leaver_aws_user.pass with input as golden with data.resources as resources with data.run as run
	count(leaver_aws_user.fail) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
	count(leaver_aws_user.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
}

test_fails_by_name if {
	resource := object.union(golden, {"aws_users": ["BOB"]})
	leaver_aws_user.fail == {"the IAM user BOB still exists; the person left on 2026-10-01T00:00:00Z"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_aws_user.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_aws_user.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_fails_by_arn if {
	resource := object.union(golden, {"aws_users": ["arn:aws:iam::111122223333:user/bob"]})
	leaver_aws_user.fail == {
		"the IAM user arn:aws:iam::111122223333:user/bob still exists; the person left on 2026-10-01T00:00:00Z",
	}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_aws_user.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_aws_user.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_staff if {
	resource := object.union(golden, {"left_at": null, "aws_users": ["bob"]})
	leaver_aws_user.not_applicable == {"the person works here"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_aws_user.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_aws_user.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_the_future if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z", "aws_users": ["bob"]})
	leaver_aws_user.not_applicable == {"the person has not left yet"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_aws_user.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_aws_user.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}
