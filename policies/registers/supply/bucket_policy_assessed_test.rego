package registers.supply.bucket_policy_assessed_test

import rego.v1

import data.registers.supply.bucket_policy_assessed

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "aws",
	"policy": {
		"Statement": [
			{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::999900001111:root"]}, "Action": ["s3:GetObject"]},
			{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app"]}, "Action": ["s3:*"]},
		],
	},
}

resources := {
	"aws.s3.account": [{"id": "111122223333"}],
	"registers.supply.supplier": [
		{
			"id": "a",
			"identities": ["aws-account:999900001111"],
			"assessed_at": "2026-10-01T00:00:00Z",
		},
		{"id": "b", "identities": ["aws-account:999900003333"], "assessed_at": null},
	],
}

params := {"own_accounts": ["222233334444"], "max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

letting_in(principals) := object.union(golden, {
	"policy": {
		"Statement": [{"Effect": "Allow", "Principal": {"AWS": principals}, "Action": ["s3:GetObject"]}],
	},
})

test_passes_when_assessed if {
	bucket_policy_assessed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(bucket_policy_assessed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(bucket_policy_assessed.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_listed if {
	resource := letting_in(["arn:aws:iam::999900002222:root"])
	bucket_policy_assessed.fail == {"account 999900002222 is let in and in no supplier's identities"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not bucket_policy_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(bucket_policy_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_assessed if {
	resource := letting_in(["999900003333"])
	bucket_policy_assessed.fail == {"the supplier with account 999900003333 was not assessed within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not bucket_policy_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_own_accounts_anyone_and_no_policy if {
	every resource in [
		letting_in(["arn:aws:iam::111122223333:root", "222233334444"]),
		letting_in(["*"]),
		object.union(golden, {"policy": null}),
	] {
		bucket_policy_assessed.not_applicable == {"the bucket policy lets no outside account in"}
			with input as resource
			with data.resources as resources
			with data.params as params
			with data.run as run
		not bucket_policy_assessed.pass
			with input as resource
			with data.resources as resources
			with data.params as params
			with data.run as run
		count(bucket_policy_assessed.fail) == 0
			with input as resource
			with data.resources as resources
			with data.params as params
			with data.run as run
	}
}
