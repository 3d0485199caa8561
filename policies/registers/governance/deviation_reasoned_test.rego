package registers.governance.deviation_reasoned_test

import rego.v1

import data.registers.governance.deviation_reasoned

golden := {
	"id": "deviation_reasoned-1",
	"kind": "registers.governance.deviation",
	"source": "registers",
	"reason": "There is no own data centre; everything runs at a provider.",
	"approved_at": "2026-10-01T00:00:00Z",
}

params := {"least_characters": 20, "max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_reasoned if {
	deviation_reasoned.pass with input as golden with data.params as params with data.run as run
	count(deviation_reasoned.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_short if {
	resource := object.union(golden, {"reason": "n/a", "approved_at": null})
	deviation_reasoned.fail == {"the reason is too short to be followed", "nobody has approved it"}
		with input as resource
		with data.params as params
		with data.run as run
	not deviation_reasoned.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"approved_at": "2020-01-01T00:00:00Z"})
	deviation_reasoned.fail == {"it was last approved on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not deviation_reasoned.pass with input as resource with data.params as params with data.run as run
}
