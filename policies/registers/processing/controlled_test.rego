package registers.processing.controlled_test

import rego.v1

import data.registers.processing.controlled

golden := {
	"id": "controlled-1",
	"kind": "registers.processing.control",
	"source": "registers",
	"specification": "files/spec.md",
	"input_controls": ["schema"],
	"error_handling": "a queue",
	"output_controls": ["sums"],
	"storage": "versioned",
	"reviewed_at": "2026-10-01T00:00:00Z",
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_whole if {
	controlled.pass with input as golden with data.params as params with data.run as run
	count(controlled.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"storage": null, "input_controls": [], "reviewed_at": null})
	controlled.fail == {
		"nothing is entered on storage",
		"nothing is entered on input controls",
		"it was never reviewed",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not controlled.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"reviewed_at": "2020-01-01T00:00:00Z"})
	controlled.fail == {"it was last reviewed on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not controlled.pass with input as resource with data.params as params with data.run as run
}
