package registers.supply.saml_provider_assessed_test

import rego.v1

import data.registers.supply.saml_provider_assessed

golden := {
	"id": "arn:aws:iam::111122223333:saml-provider/Sso",
	"kind": "aws.iam.saml_provider",
	"source": "aws",
}

resources := {
	"registers.supply.supplier": [
		{
			"id": "a",
			"identities": ["saml:arn:aws:iam::111122223333:saml-provider/sso"],
			"assessed_at": "2026-10-01T00:00:00Z",
		},
		{"id": "b", "identities": ["saml:OLD"], "assessed_at": null},
	],
}

params := {"own_providers": ["own"], "max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_assessed if {
	saml_provider_assessed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(saml_provider_assessed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(saml_provider_assessed.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_listed if {
	resource := object.union(golden, {"id": "x"})
	saml_provider_assessed.fail == {"saml:x is seen here and in no supplier's identities"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not saml_provider_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(saml_provider_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_assessed if {
	resource := object.union(golden, {"id": "old"})
	saml_provider_assessed.fail == {"the supplier of saml:old was not assessed within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not saml_provider_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(saml_provider_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_own if {
	resource := object.union(golden, {"id": "own"})
	saml_provider_assessed.not_applicable == {"the provider is the entity's own"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not saml_provider_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(saml_provider_assessed.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
