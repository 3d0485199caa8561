package registers.governance.measures_approved_test

import rego.v1

import data.registers.governance.measures_approved

golden := {
	"id": "measures",
	"kind": "registers.governance.measure_set",
	"source": "registers",
	"digest": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"measures": ["m1"],
}

resources := {
	"registers.governance.approval": [
		{
			"id": "1",
			"measure_set": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"held_at": "2026-10-01T00:00:00Z",
			"members": ["alice"],
		},
		{
			"id": "2",
			"measure_set": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
			"held_at": "2020-01-01T00:00:00Z",
			"members": ["alice"],
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_approved if {
	measures_approved.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(measures_approved.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_empty if {
	resource := object.union(golden, {"measures": []})
	measures_approved.fail == {"there is no measure to approve"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not measures_approved.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_changed if {
	resource := object.union(golden, {"digest": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"})
	measures_approved.fail == {"the measures were changed since they were approved"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not measures_approved.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"digest": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"})
	measures_approved.fail == {"no approval within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not measures_approved.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_never if {
	others := {"registers.governance.approval": []}
	measures_approved.fail == {"the measures were never approved"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not measures_approved.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
