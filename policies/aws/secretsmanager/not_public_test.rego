package aws.secretsmanager.not_public_test

import rego.v1

import data.aws.secretsmanager.not_public

golden := {
	"id": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
	"kind": "aws.secretsmanager.secret",
	"source": "111122223333",
	"name": "db",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::444455556666:role/app"]},
				"Action": ["secretsmanager:GetSecretValue"],
				"Resource": ["*"],
			},
		],
	},
}

test_passes_with_a_role if {
	not_public.pass with input as golden
	count(not_public.fail) == 0 with input as golden
}

test_passes_without_a_policy if {
	resource := object.union(golden, {"policy": null})
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
					"Action": ["secretsmanager:GetSecretValue"],
					"Resource": ["*"],
				},
			],
		},
	})
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}
