package aws.iam.group_inline_admin_test

import rego.v1

import data.aws.iam.group_inline_admin

golden := {
	"id": "arn:aws:iam::111122223333:group/engineers",
	"kind": "aws.iam.group",
	"source": "111122223333",
	"inline_policies": [],
}

everything := {"Effect": "Allow", "Action": ["s3:Get*", "*:*"], "Resource": ["*"]}

one_bucket := {"Effect": "Allow", "Action": ["*"], "Resource": ["arn:aws:s3:::acme-data"]}

denial := {"Effect": "Deny", "Action": ["*"], "Resource": ["*"]}

test_passes_without_policies if {
	group_inline_admin.pass with input as golden
	count(group_inline_admin.fail) == 0 with input as golden
}

test_passes_with_one_resource if {
	resource := object.union(golden, {"inline_policies": [{"name": "one", "document": {"Statement": [one_bucket, denial]}}]})
	group_inline_admin.pass with input as resource
	count(group_inline_admin.fail) == 0 with input as resource
}

test_fails_with_everything if {
	resource := object.union(golden, {"inline_policies": [{"name": "all", "document": {"Statement": [one_bucket, everything]}}]})
	group_inline_admin.fail == {"the inline policy all allows every action on every resource"}
		with input as resource
	not group_inline_admin.pass with input as resource
}

test_a_condition_that_every_request_meets_does_not_help if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"StringLike": {"aws:userid": ["*"]}}}
	resource := object.union(golden, {"inline_policies": [{"name": "all", "document": {"Statement": [statement]}}]})
	count(group_inline_admin.fail) == 1 with input as resource
	not group_inline_admin.pass with input as resource
}

test_nobody_knows_under_a_condition_on_the_date if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z"]}}}
	resource := object.union(golden, {"inline_policies": [{"name": "all", "document": {"Statement": [statement]}}]})
	count(group_inline_admin.fail) == 0 with input as resource
	not group_inline_admin.pass with input as resource
}
