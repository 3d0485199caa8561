package registers.supply.assessed_test

import rego.v1

import data.registers.supply.assessed

golden := {
	"id": "assessed-1",
	"kind": "registers.supply.supplier",
	"source": "registers",
	"assessed_at": "2026-10-01T00:00:00Z",
	"weaknesses": "none known",
	"product_quality": "good",
	"development": "signed builds",
	"risk_level": "low",
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_assessed if {
	assessed.pass with input as golden with data.params as params with data.run as run
	count(assessed.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"assessed_at": "2025-11-24T02:00:00Z"})
	assessed.pass with input as resource with data.params as params with data.run as run
	count(assessed.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"assessed_at": null})
	assessed.fail == {"it was never assessed"}
		with input as resource
		with data.params as params
		with data.run as run
	not assessed.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"assessed_at": "2020-01-01T00:00:00Z"})
	assessed.fail == {"it was last assessed on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not assessed.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_partial if {
	resource := object.union(golden, {"development": null})
	assessed.fail == {"the assessment says nothing of development"}
		with input as resource
		with data.params as params
		with data.run as run
	not assessed.pass with input as resource with data.params as params with data.run as run
}
