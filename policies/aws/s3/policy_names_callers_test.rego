package aws.s3.policy_names_callers_test

import rego.v1

import data.aws.s3.policy_names_callers

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::111122223333:role/app"]},
				"Action": ["s3:GetObject"],
				"Resource": ["arn:aws:s3:::acme-data/*"],
			},
		],
	},
}

anyone := {
	"Effect": "Allow",
	"Principal": {"AWS": ["*"]},
	"Action": ["s3:GetObject"],
	"Resource": ["arn:aws:s3:::acme-data/*"],
}

from_the_office := object.union(anyone, {"Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}})

from_everywhere := object.union(anyone, {"Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}}})

from_a_trail := object.union(anyone, {"Condition": {"ArnLike": {"AWS:SourceArn": ["arn:aws:cloudtrail:*:111122223333:trail/*"]}}})

from_any_account := object.union(anyone, {"Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:sns:*:*:*"]}}})

not_from := object.union(anyone, {"Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}})

test_passes_with_a_role if {
	policy_names_callers.pass with input as golden
	count(policy_names_callers.fail) == 0 with input as golden
}

test_passes_without_policy if {
	resource := object.union(golden, {"policy": null})
	policy_names_callers.pass with input as resource
	count(policy_names_callers.fail) == 0 with input as resource
}

test_passes_with_conditions if {
	resource := object.union(golden, {"policy": {"Statement": [from_the_office, from_a_trail]}})
	policy_names_callers.pass with input as resource
	count(policy_names_callers.fail) == 0 with input as resource
}

test_passes_with_a_denial if {
	resource := object.union(golden, {"policy": {"Statement": [object.union(anyone, {"Effect": "Deny"})]}})
	policy_names_callers.pass with input as resource
	count(policy_names_callers.fail) == 0 with input as resource
}

test_fails_with_anyone if {
	resource := object.union(golden, {"policy": {"Statement": [anyone]}})
	policy_names_callers.fail == {"statement 1 of the bucket policy allows anyone"} with input as resource
	not policy_names_callers.pass with input as resource
}

test_fails_with_a_condition_that_all_meet if {
	resource := object.union(golden, {"policy": {"Statement": [from_the_office, from_everywhere]}})
	policy_names_callers.fail == {"statement 2 of the bucket policy allows anyone"} with input as resource
	not policy_names_callers.pass with input as resource
}

test_fails_with_a_source_in_any_account if {
	resource := object.union(golden, {"policy": {"Statement": [from_any_account]}})
	policy_names_callers.fail == {"statement 1 of the bucket policy allows anyone"} with input as resource
	not policy_names_callers.pass with input as resource
}

test_fails_with_a_condition_that_excludes_few if {
	resource := object.union(golden, {"policy": {"Statement": [not_from]}})
	policy_names_callers.fail == {"statement 1 of the bucket policy allows anyone"} with input as resource
	not policy_names_callers.pass with input as resource
}
