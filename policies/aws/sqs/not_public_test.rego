package aws.sqs.not_public_test

import rego.v1

import data.aws.sqs.not_public

golden := {
	"id": "arn:aws:sqs:eu-central-1:111122223333:jobs",
	"kind": "aws.sqs.queue",
	"source": "111122223333",
	"name": "jobs",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["SQS:SendMessage"],
				"Resource": ["arn:aws:sqs:eu-central-1:111122223333:jobs"],
				"Condition": {"ArnEquals": {"aws:SourceArn": ["arn:aws:sns:eu-central-1:111122223333:alarms"]}},
			},
		],
	},
}

with_a_condition_that_holds_nobody_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["*"]},
			"Action": ["SQS:SendMessage"],
			"Resource": ["arn:aws:sqs:eu-central-1:111122223333:jobs"],
			"Condition": {"StringLike": {"aws:SourceAccount": ["*"]}},
		},
	],
}

test_passes_with_a_source if {
	not_public.pass with input as golden
	count(not_public.fail) == 0 with input as golden
}

test_passes_without_a_policy if {
	resource := object.union(golden, {"policy": null})
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_passes_with_an_account if {
	resource := object.union(golden, {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::444455556666:root"]},
					"Action": ["SQS:SendMessage"],
					"Resource": ["arn:aws:sqs:eu-central-1:111122223333:jobs"],
				},
			],
		},
	})
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_fails_for_anyone if {
	resource := object.union(golden, {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["SQS:SendMessage"],
					"Resource": ["arn:aws:sqs:eu-central-1:111122223333:jobs"],
				},
			],
		},
	})
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}

test_fails_with_a_condition_that_holds_nobody if {
	resource := object.union(golden, {"policy": with_a_condition_that_holds_nobody_policy})
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}
