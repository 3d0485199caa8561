package aws.s3.policy_cross_account_test

import rego.v1

import data.aws.s3.policy_cross_account

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
				"Resource": ["*"],
			},
		],
	},
}

params := {"approved_accounts": []}

partner := {
	"Effect": "Allow",
	"Principal": {"AWS": ["arn:aws:iam::444455556666:root"]},
	"Action": ["s3:GetObject"],
	"Resource": ["*"],
}

service := {
	"Effect": "Allow",
	"Principal": {"Service": ["logging.s3.amazonaws.com"]},
	"Action": ["s3:PutObject"],
	"Resource": ["*"],
}

resources := {"aws.s3.account": [{"id": "111122223333"}]}

test_passes_with_the_own_account if {
	policy_cross_account.pass with input as golden with data.params as params with data.resources as resources
	count(policy_cross_account.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_without_policy if {
	resource := object.union(golden, {"policy": null})
	policy_cross_account.pass with input as resource with data.params as params with data.resources as resources
	count(policy_cross_account.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_passes_with_a_service if {
	resource := object.union(golden, {"policy": {"Statement": [service]}})
	policy_cross_account.pass with input as resource with data.params as params with data.resources as resources
	count(policy_cross_account.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_passes_when_approved if {
	resource := object.union(golden, {"policy": {"Statement": [partner]}})
	policy_cross_account.pass
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
		with data.resources as resources
	count(policy_cross_account.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
		with data.resources as resources
}

test_fails_when_not_approved if {
	resource := object.union(golden, {"policy": {"Statement": [partner]}})
	policy_cross_account.fail == {"account 444455556666 is allowed and not approved"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not policy_cross_account.pass
		with input as resource
		with data.params as params
		with data.resources as resources
}
