package aws.iam.role_inline_admin_test

import rego.v1

import data.aws.iam.role_inline_admin

golden := {
	"id": "arn:aws:iam::111122223333:role/deploy",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"inline_policies": [
		{
			"name": "read",
			"document": {"Statement": [{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": ["*"]}]},
		},
	],
}

everything := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}

test_passes_with_a_narrow_policy if {
	role_inline_admin.pass with input as golden
	count(role_inline_admin.fail) == 0 with input as golden
}

test_passes_without_policies if {
	resource := object.union(golden, {"inline_policies": []})
	role_inline_admin.pass with input as resource
	count(role_inline_admin.fail) == 0 with input as resource
}

test_fails_with_everything if {
	resource := object.union(golden, {"inline_policies": [{"name": "all", "document": {"Statement": [everything]}}]})
	role_inline_admin.fail == {"the inline policy all allows every action on every resource"}
		with input as resource
	not role_inline_admin.pass with input as resource
}

test_a_condition_that_every_request_meets_does_not_help if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"StringLike": {"aws:userid": ["*"]}}}
	resource := object.union(golden, {"inline_policies": [{"name": "all", "document": {"Statement": [statement]}}]})
	count(role_inline_admin.fail) == 1 with input as resource
	not role_inline_admin.pass with input as resource
}

test_nobody_knows_under_a_condition_on_the_date if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z"]}}}
	resource := object.union(golden, {"inline_policies": [{"name": "all", "document": {"Statement": [statement]}}]})
	count(role_inline_admin.fail) == 0 with input as resource
	not role_inline_admin.pass with input as resource
}
