package aws.iam.support_role_test

import rego.v1

import data.aws.iam.support_role

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"support_role_attached": true,
}

test_passes_when_attached if {
	support_role.pass with input as golden
	count(support_role.fail) == 0 with input as golden
}

test_fails_when_not_attached if {
	resource := object.union(golden, {"support_role_attached": false})
	support_role.fail == {"AWSSupportAccess is attached to nobody"} with input as resource
	not support_role.pass with input as resource
}
