package registers.supply.oidc_provider_assessed_test

import rego.v1

import data.registers.supply.oidc_provider_assessed

golden := {
	"id": "arn:aws:iam::111122223333:oidc-provider/ci.example.com",
	"kind": "aws.iam.oidc_provider",
	"source": "aws",
	"url": "https://ci.example.com",
}

resources := {
	"registers.supply.supplier": [
		{"id": "a", "identities": ["oidc:ci.example.com"], "assessed_at": "2026-10-01T00:00:00Z"},
		{"id": "b", "identities": ["oidc:OLD.example.com"], "assessed_at": null},
	],
}

params := {"own_providers": ["own"], "max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_assessed if {
	oidc_provider_assessed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(oidc_provider_assessed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(oidc_provider_assessed.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_listed if {
	resource := object.union(golden, {"url": "x.example.com"})
	oidc_provider_assessed.fail == {"oidc:x.example.com is seen here and in no supplier's identities"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not oidc_provider_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(oidc_provider_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_assessed if {
	resource := object.union(golden, {"url": "old.example.com"})
	oidc_provider_assessed.fail == {"the supplier of oidc:old.example.com was not assessed within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not oidc_provider_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(oidc_provider_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_own if {
	resource := object.union(golden, {"url": "own"})
	oidc_provider_assessed.not_applicable == {"the provider is the entity's own"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not oidc_provider_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(oidc_provider_assessed.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
