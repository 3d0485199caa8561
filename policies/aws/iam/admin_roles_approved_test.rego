package aws.iam.admin_roles_approved_test

import rego.v1

import data.aws.iam.admin_roles_approved

golden := {
	"id": "arn:aws:iam::111122223333:role/deploy",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"name": "break-glass",
	"rights": {"admin": "yes", "conditions": []},
}

params := {"approved_roles": ["break-glass"]}

test_passes_when_approved if {
	admin_roles_approved.pass with input as golden with data.params as params
	count(admin_roles_approved.fail) == 0 with input as golden with data.params as params
	count(admin_roles_approved.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_with_the_empty_list if {
	admin_roles_approved.fail == {"break-glass is an administrator and not in approved_roles"}
		with input as golden
		with data.params as object.union(params, {"approved_roles": []})
	not admin_roles_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_roles": []})
	count(admin_roles_approved.not_applicable) == 0
		with input as golden
		with data.params as object.union(params, {"approved_roles": []})
}

test_fails_when_another_is_approved if {
	resource := object.union(golden, {"name": "deploy"})
	admin_roles_approved.fail == {"deploy is an administrator and not in approved_roles"}
		with input as resource
		with data.params as params
	not admin_roles_approved.pass with input as resource with data.params as params
	count(admin_roles_approved.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_when_not_an_administrator if {
	resource := object.union(golden, {"rights": {"admin": "no"}})
	admin_roles_approved.not_applicable == {"the role is not an administrator"}
		with input as resource
		with data.params as params
	not admin_roles_approved.pass with input as resource with data.params as params
	count(admin_roles_approved.fail) == 0 with input as resource with data.params as params
}

test_fails_under_conditions if {
	resource := object.union(golden, {"name": "x", "rights": {"admin": "conditional", "conditions": ["aws:multifactorauthpresent"]}})
	admin_roles_approved.fail == {"x is an administrator, under conditions (aws:multifactorauthpresent), and not in approved_roles"}
		with input as resource
		with data.params as {"approved_roles": []}
	not admin_roles_approved.pass with input as resource with data.params as {"approved_roles": []}
}
