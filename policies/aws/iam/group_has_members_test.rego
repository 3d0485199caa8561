package aws.iam.group_has_members_test

import rego.v1

import data.aws.iam.group_has_members

golden := {
	"id": "arn:aws:iam::111122223333:group/engineers",
	"kind": "aws.iam.group",
	"source": "111122223333",
	"name": "engineers",
	"members": ["alice"],
}

test_passes_with_members if {
	group_has_members.pass with input as golden
	count(group_has_members.fail) == 0 with input as golden
}

test_fails_without_members if {
	resource := object.union(golden, {"members": []})
	group_has_members.fail == {"the group has no members"} with input as resource
	not group_has_members.pass with input as resource
}
