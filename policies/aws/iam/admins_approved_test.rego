package aws.iam.admins_approved_test

import rego.v1

import data.aws.iam.admins_approved

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"name": "alice",
	"rights": {"admin": "yes", "conditions": []},
}

params := {"approved_admins": ["alice"]}

test_passes_when_approved if {
	admins_approved.pass with input as golden with data.params as params
	count(admins_approved.fail) == 0 with input as golden with data.params as params
	count(admins_approved.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_with_the_empty_list if {
	admins_approved.fail == {"alice is an administrator and not in approved_admins"}
		with input as golden
		with data.params as object.union(params, {"approved_admins": []})
	not admins_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_admins": []})
	count(admins_approved.not_applicable) == 0
		with input as golden
		with data.params as object.union(params, {"approved_admins": []})
}

test_fails_when_another_is_approved if {
	admins_approved.fail == {"alice is an administrator and not in approved_admins"}
		with input as golden
		with data.params as object.union(params, {"approved_admins": ["alice2"]})
	not admins_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_admins": ["alice2"]})
	count(admins_approved.not_applicable) == 0
		with input as golden
		with data.params as object.union(params, {"approved_admins": ["alice2"]})
}

test_not_applicable_when_not_an_administrator if {
	resource := object.union(golden, {"rights": {"admin": "no"}})
	admins_approved.not_applicable == {"the user is not an administrator"}
		with input as resource
		with data.params as params
	not admins_approved.pass with input as resource with data.params as params
	count(admins_approved.fail) == 0 with input as resource with data.params as params
}

test_fails_under_conditions if {
	resource := object.union(golden, {"name": "x", "rights": {"admin": "conditional", "conditions": ["aws:multifactorauthpresent"]}})
	admins_approved.fail == {"x is an administrator, under conditions (aws:multifactorauthpresent), and not in approved_admins"}
		with input as resource
		with data.params as {"approved_admins": []}
	not admins_approved.pass with input as resource with data.params as {"approved_admins": []}
}
