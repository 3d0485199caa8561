package aws.iam.admin_access_key_test

import rego.v1

import data.aws.iam.admin_access_key

golden := {
	"id": "arn:aws:iam::111122223333:user/alice/access_key_1",
	"kind": "aws.iam.access_key",
	"source": "111122223333",
	"user": "alice",
	"number": 1,
	"active": false,
}

resources := {
	"aws.iam.user": [
		{"id": "arn:aws:iam::111122223333:user/bob", "rights": {"admin": "no"}},
		{"id": "arn:aws:iam::111122223333:user/alice", "rights": {"admin": "yes"}},
	],
}

test_passes_when_inactive if {
	admin_access_key.pass with input as golden with data.resources as resources
	count(admin_access_key.fail) == 0 with input as golden with data.resources as resources
	count(admin_access_key.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_active if {
	resource := object.union(golden, {"active": true})
	admin_access_key.fail == {"the key is active and its user is an administrator"}
		with input as resource
		with data.resources as resources
	not admin_access_key.pass with input as resource with data.resources as resources
	count(admin_access_key.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_for_others if {
	resource := object.union(golden, {"active": true})
	admin_access_key.not_applicable == {"the key's user is not an administrator"}
		with input as resource
		with data.resources as {"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "rights": {"admin": "no"}}]}
	not admin_access_key.pass
		with input as resource
		with data.resources as {"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "rights": {"admin": "no"}}]}
	count(admin_access_key.fail) == 0
		with input as resource
		with data.resources as {"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "rights": {"admin": "no"}}]}
}

test_undecided_when_the_user_is_not_known if {
	resource := object.union(golden, {"active": true})
	not admin_access_key.pass with input as resource with data.resources as {"aws.iam.user": []}
	count(admin_access_key.fail) == 0 with input as resource with data.resources as {"aws.iam.user": []}
}

test_not_applicable_to_an_administrator_under_conditions if {
	conditional := {"aws.iam.user": [{
		"id": "arn:aws:iam::111122223333:user/alice",
		"rights": {"admin": "conditional", "conditions": ["aws:multifactorauthpresent"]},
	}]}
	resource := {"id": "arn:aws:iam::111122223333:user/alice/access_key_1", "active": true}
	admin_access_key.not_applicable == {"the key's user is an administrator only under conditions: aws:multifactorauthpresent"}
		with input as resource
		with data.resources as conditional
	count(admin_access_key.fail) == 0 with input as resource with data.resources as conditional
}
