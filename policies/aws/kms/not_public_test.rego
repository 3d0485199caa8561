package aws.kms.not_public_test

import rego.v1

import data.aws.kms.not_public

golden := {
	"id": "arn:aws:kms:eu-central-1:111122223333:key/1",
	"kind": "aws.kms.key",
	"source": "111122223333",
	"manager": "CUSTOMER",
	"state": "Enabled",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
				"Action": ["kms:*"],
				"Resource": ["*"],
			},
		],
	},
}

with_a_condition_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["*"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {
				"StringEquals": {
					"kms:CallerAccount": ["111122223333"],
					"kms:ViaService": ["s3.eu-central-1.amazonaws.com"],
				},
			},
		},
	],
}

for_anyone_through_a_service_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["*"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-central-1.amazonaws.com"]}},
		},
	],
}

test_passes_with_the_account if {
	not_public.pass with input as golden
	count(not_public.fail) == 0 with input as golden
	count(not_public.not_applicable) == 0 with input as golden
}

test_passes_with_a_condition if {
	resource := object.union(golden, {"policy": with_a_condition_policy})
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
	count(not_public.not_applicable) == 0 with input as resource
}

test_fails_for_anyone if {
	resource := object.union(golden, {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
					"Action": ["kms:*"],
					"Resource": ["*"],
				},
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["kms:Decrypt"],
					"Resource": ["*"],
				},
			],
		},
	})
	not_public.fail == {"statement 2 of the key policy allows anyone"} with input as resource
	not not_public.pass with input as resource
	count(not_public.not_applicable) == 0 with input as resource
}

test_fails_for_anyone_through_a_service if {
	resource := object.union(golden, {"policy": for_anyone_through_a_service_policy})
	not_public.fail == {"statement 1 of the key policy allows anyone"} with input as resource
	not not_public.pass with input as resource
	count(not_public.not_applicable) == 0 with input as resource
}

test_not_applicable_for_keys_of_services if {
	resource := object.union(golden, {"manager": "AWS"})
	not_public.not_applicable == {"a service of AWS keeps the key"} with input as resource
	not not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"state": "PendingDeletion"})
	not_public.not_applicable == {"the key is PendingDeletion"} with input as resource
	not not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}
