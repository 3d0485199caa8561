package aws.iam.policy_admin_star_test

import rego.v1

import data.aws.iam.policy_admin_star

golden := {
	"id": "arn:aws:iam::111122223333:policy/app",
	"kind": "aws.iam.policy",
	"source": "111122223333",
	"aws_managed": false,
	"attachment_count": 1,
	"document": {"Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"]}]},
}

read := {"Effect": "Allow", "Action": ["s3:Get*"], "Resource": ["*"]}

everything := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}

test_passes_with_one_service if {
	policy_admin_star.pass with input as golden
	count(policy_admin_star.fail) == 0 with input as golden
	count(policy_admin_star.not_applicable) == 0 with input as golden
}

test_fails_with_everything if {
	resource := object.union(golden, {"document": {"Statement": [read, everything]}})
	policy_admin_star.fail == {"statement 2 allows every action on every resource"} with input as resource
	not policy_admin_star.pass with input as resource
	count(policy_admin_star.not_applicable) == 0 with input as resource
}

test_not_applicable_when_kept_by_aws if {
	resource := object.union(golden, {"aws_managed": true, "document": {"Statement": [everything]}})
	policy_admin_star.not_applicable == {"AWS keeps this policy"} with input as resource
	not policy_admin_star.pass with input as resource
	count(policy_admin_star.fail) == 0 with input as resource
}

test_not_applicable_when_attached_to_nobody if {
	resource := object.union(golden, {"attachment_count": 0, "document": {"Statement": [everything]}})
	policy_admin_star.not_applicable == {"the policy is attached to nobody"} with input as resource
	not policy_admin_star.pass with input as resource
	count(policy_admin_star.fail) == 0 with input as resource
}

test_a_condition_that_every_request_meets_does_not_help if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"StringLike": {"aws:userid": ["*"]}}}
	resource := object.union(golden, {"aws_managed": false, "attachment_count": 1, "document": {"Statement": [statement]}})
	count(policy_admin_star.fail) == 1 with input as resource
	not policy_admin_star.pass with input as resource
}

test_nobody_knows_under_a_condition_on_the_date if {
	statement := {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Condition": {"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z"]}}}
	resource := object.union(golden, {"aws_managed": false, "attachment_count": 1, "document": {"Statement": [statement]}})
	count(policy_admin_star.fail) == 0 with input as resource
	not policy_admin_star.pass with input as resource
}
