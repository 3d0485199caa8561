package aws.sso_admin.admins_approved_test

import rego.v1

import data.aws.sso_admin.admins_approved

golden := {
	"id": "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
	"kind": "aws.sso_admin.permission_set",
	"source": "111122223333",
	"name": "ReadOnly",
	"managed_policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
	"inline_policy": null,
}

params := {"approved_sets": []}

test_passes_with_less if {
	admins_approved.pass with input as golden with data.params as params
	count(admins_approved.fail) == 0 with input as golden with data.params as params
}

test_passes_when_approved if {
	resource := object.union(golden, {"name": "Admins", "managed_policies": ["arn:aws:iam::aws:policy/AdministratorAccess"]})
	admins_approved.pass
		with input as resource
		with data.params as object.union(params, {"approved_sets": ["Admins"]})
	count(admins_approved.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_sets": ["Admins"]})
}

test_fails_with_the_policy_of_aws if {
	resource := object.union(golden, {"managed_policies": ["arn:aws:iam::aws:policy/AdministratorAccess"]})
	admins_approved.fail == {"the set gives every right and is not approved"}
		with input as resource
		with data.params as params
	not admins_approved.pass with input as resource with data.params as params
}

test_fails_inline if {
	resource := object.union(golden, {"inline_policy": {"Statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}]}})
	admins_approved.fail == {"the set gives every right and is not approved"}
		with input as resource
		with data.params as params
	not admins_approved.pass with input as resource with data.params as params
}

test_nobody_knows_under_a_condition_on_the_date if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z"]}}}
	resource := object.union(golden, {"managed_policies": [], "inline_policy": {"Statement": [statement]}})
	count(admins_approved.fail) == 0 with input as resource
	not admins_approved.pass with input as resource
}
