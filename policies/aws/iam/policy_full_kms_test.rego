package aws.iam.policy_full_kms_test

import rego.v1

import data.aws.iam.policy_full_kms

golden := {
	"id": "arn:aws:iam::111122223333:policy/app",
	"kind": "aws.iam.policy",
	"source": "111122223333",
	"aws_managed": false,
	"attachment_count": 1,
	"document": {"Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["*"]}]},
}

all_of_kms := {"Effect": "Allow", "Action": ["s3:GetObject", "kms:*"], "Resource": ["*"]}

all_but_iam := {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": ["*"]}

all_but_kms := {"Effect": "Allow", "NotAction": ["KMS:*"], "Resource": ["*"]}

one_key := {
	"Effect": "Allow",
	"Action": ["kms:*"],
	"Resource": ["arn:aws:kms:eu-central-1:111122223333:key/1"],
}

test_passes_with_one_action if {
	policy_full_kms.pass with input as golden
	count(policy_full_kms.fail) == 0 with input as golden
	count(policy_full_kms.not_applicable) == 0 with input as golden
}

test_passes_with_one_key if {
	resource := object.union(golden, {"document": {"Statement": [one_key, all_but_kms]}})
	policy_full_kms.pass with input as resource
	count(policy_full_kms.fail) == 0 with input as resource
	count(policy_full_kms.not_applicable) == 0 with input as resource
}

test_fails_with_all_of_kms if {
	resource := object.union(golden, {"document": {"Statement": [all_of_kms]}})
	policy_full_kms.fail == {"statement 1 allows every KMS action on every key"} with input as resource
	not policy_full_kms.pass with input as resource
	count(policy_full_kms.not_applicable) == 0 with input as resource
}

test_fails_with_all_but_something_else if {
	resource := object.union(golden, {"document": {"Statement": [one_key, all_but_iam]}})
	policy_full_kms.fail == {"statement 2 allows every KMS action on every key"} with input as resource
	not policy_full_kms.pass with input as resource
	count(policy_full_kms.not_applicable) == 0 with input as resource
}

test_not_applicable_when_kept_by_aws if {
	resource := object.union(golden, {"aws_managed": true})
	policy_full_kms.not_applicable == {"AWS keeps this policy"} with input as resource
	not policy_full_kms.pass with input as resource
	count(policy_full_kms.fail) == 0 with input as resource
}

test_not_applicable_when_attached_to_nobody if {
	resource := object.union(golden, {"attachment_count": 0})
	policy_full_kms.not_applicable == {"the policy is attached to nobody"} with input as resource
	not policy_full_kms.pass with input as resource
	count(policy_full_kms.fail) == 0 with input as resource
}

test_a_condition_that_every_request_meets_does_not_help if {
	statement := {"Effect": "Allow", "Action": ["kms:*"], "Resource": ["*"], "Condition": {"StringLike": {"aws:userid": ["*"]}}}
	resource := object.union(golden, {"aws_managed": false, "attachment_count": 1, "document": {"Statement": [statement]}})
	count(policy_full_kms.fail) == 1 with input as resource
	not policy_full_kms.pass with input as resource
}

test_nobody_knows_under_a_condition_on_the_date if {
	statement := {"Effect": "Allow", "Action": ["kms:*"], "Resource": ["*"], "Condition": {"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z"]}}}
	resource := object.union(golden, {"aws_managed": false, "attachment_count": 1, "document": {"Statement": [statement]}})
	count(policy_full_kms.fail) == 0 with input as resource
	not policy_full_kms.pass with input as resource
}
