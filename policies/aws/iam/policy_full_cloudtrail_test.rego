package aws.iam.policy_full_cloudtrail_test

import rego.v1

import data.aws.iam.policy_full_cloudtrail

golden := {
	"id": "arn:aws:iam::111122223333:policy/app",
	"kind": "aws.iam.policy",
	"source": "111122223333",
	"aws_managed": false,
	"attachment_count": 1,
	"document": {"Statement": [{"Effect": "Allow", "Action": ["cloudtrail:Lookup*"], "Resource": ["*"]}]},
}

all_of_it := {"Effect": "Allow", "Action": ["CloudTrail:*"], "Resource": ["*"]}

test_passes_with_reading if {
	policy_full_cloudtrail.pass with input as golden
	count(policy_full_cloudtrail.fail) == 0 with input as golden
	count(policy_full_cloudtrail.not_applicable) == 0 with input as golden
}

test_passes_with_a_denial if {
	resource := object.union(golden, {"document": {"Statement": [object.union(all_of_it, {"Effect": "Deny"})]}})
	policy_full_cloudtrail.pass with input as resource
	count(policy_full_cloudtrail.fail) == 0 with input as resource
	count(policy_full_cloudtrail.not_applicable) == 0 with input as resource
}

test_fails_with_all_of_it if {
	resource := object.union(golden, {"document": {"Statement": [all_of_it]}})
	policy_full_cloudtrail.fail == {"statement 1 allows every CloudTrail action on every trail"}
		with input as resource
	not policy_full_cloudtrail.pass with input as resource
	count(policy_full_cloudtrail.not_applicable) == 0 with input as resource
}

test_not_applicable_when_kept_by_aws if {
	resource := object.union(golden, {"aws_managed": true})
	policy_full_cloudtrail.not_applicable == {"AWS keeps this policy"} with input as resource
	not policy_full_cloudtrail.pass with input as resource
	count(policy_full_cloudtrail.fail) == 0 with input as resource
}

test_not_applicable_when_attached_to_nobody if {
	resource := object.union(golden, {"attachment_count": 0})
	policy_full_cloudtrail.not_applicable == {"the policy is attached to nobody"} with input as resource
	not policy_full_cloudtrail.pass with input as resource
	count(policy_full_cloudtrail.fail) == 0 with input as resource
}

test_a_condition_that_every_request_meets_does_not_help if {
	statement := {"Effect": "Allow", "Action": ["cloudtrail:*"], "Resource": ["*"], "Condition": {"StringLike": {"aws:userid": ["*"]}}}
	resource := object.union(golden, {"aws_managed": false, "attachment_count": 1, "document": {"Statement": [statement]}})
	count(policy_full_cloudtrail.fail) == 1 with input as resource
	not policy_full_cloudtrail.pass with input as resource
}

test_nobody_knows_under_a_condition_on_the_date if {
	statement := {"Effect": "Allow", "Action": ["cloudtrail:*"], "Resource": ["*"], "Condition": {"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z"]}}}
	resource := object.union(golden, {"aws_managed": false, "attachment_count": 1, "document": {"Statement": [statement]}})
	count(policy_full_cloudtrail.fail) == 0 with input as resource
	not policy_full_cloudtrail.pass with input as resource
}
