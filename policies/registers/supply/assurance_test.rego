package registers.supply.assurance_test

import rego.v1

import data.registers.supply.assurance

golden := {
	"id": "assurance-1",
	"kind": "registers.supply.supplier",
	"source": "registers",
	"criticality": "high",
	"assurance": "SOC 2 type 2",
	"assurance_ends_at": "2026-10-01T00:00:00Z",
}

params := {"max_age_days": 455}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_recent if {
	assurance.pass with input as golden with data.params as params with data.run as run
	count(assurance.fail) == 0 with input as golden with data.params as params with data.run as run
	count(assurance.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_without if {
	resource := object.union(golden, {"assurance": null})
	assurance.fail == {"no report is entered"}
		with input as resource
		with data.params as params
		with data.run as run
	not assurance.pass with input as resource with data.params as params with data.run as run
	count(assurance.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_without_period if {
	resource := object.union(golden, {"assurance_ends_at": null})
	assurance.fail == {"the period of the report is not entered"}
		with input as resource
		with data.params as params
		with data.run as run
	not assurance.pass with input as resource with data.params as params with data.run as run
	count(assurance.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"assurance_ends_at": "2020-01-01T00:00:00Z"})
	assurance.fail == {"the report covers a period until 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not assurance.pass with input as resource with data.params as params with data.run as run
	count(assurance.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_skips_small_ones if {
	resource := object.union(golden, {"criticality": "medium", "assurance": null})
	assurance.not_applicable == {"the supplier is of low or medium criticality"}
		with input as resource
		with data.params as params
		with data.run as run
	not assurance.pass with input as resource with data.params as params with data.run as run
	count(assurance.fail) == 0 with input as resource with data.params as params with data.run as run
}
