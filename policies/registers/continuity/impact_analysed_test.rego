package registers.continuity.impact_analysed_test

import rego.v1

import data.registers.continuity.impact_analysed

golden := {
	"id": "impact_analysed-1",
	"kind": "registers.continuity.impact",
	"source": "registers",
	"rto_minutes": 60,
	"rpo_minutes": 15,
	"analysed_at": "2026-10-01T00:00:00Z",
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_set if {
	impact_analysed.pass with input as golden with data.params as params with data.run as run
	count(impact_analysed.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"rto_minutes": null, "rpo_minutes": null, "analysed_at": "2020-01-01T00:00:00Z"})
	impact_analysed.fail == {
		"it has no recovery time objective",
		"it has no recovery point objective",
		"it was last analysed on 2020-01-01T00:00:00Z",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not impact_analysed.pass with input as resource with data.params as params with data.run as run
}
