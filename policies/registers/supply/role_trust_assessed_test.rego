package registers.supply.role_trust_assessed_test

import rego.v1

import data.registers.supply.role_trust_assessed

golden := {
	"id": "arn:aws:iam::111122223333:role/vendor",
	"kind": "aws.iam.role",
	"source": "aws",
	"trust_policy": {
		"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::999900001111:root"]}}],
	},
}

resources := {
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

test_passes_when_assessed if {
	role_trust_assessed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(role_trust_assessed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(role_trust_assessed.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_listed if {
	resource := object.union(golden, {
		"trust_policy": {
			"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::999900002222:root"]}}],
		},
	})
	role_trust_assessed.fail == {"account 999900002222 is trusted and in no supplier's identities"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not role_trust_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(role_trust_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_assessed if {
	resource := object.union(golden, {
		"trust_policy": {
			"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::999900003333:root"]}}],
		},
	})
	role_trust_assessed.fail == {"the supplier with account 999900003333 was not assessed within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not role_trust_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(role_trust_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_own if {
	resource := object.union(golden, {
		"trust_policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "222233334444"]},
				},
			],
		},
	})
	role_trust_assessed.not_applicable == {"the role trusts no outside account"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not role_trust_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(role_trust_assessed.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
