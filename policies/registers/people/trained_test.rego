package registers.people.trained_test

import rego.v1

import data.registers.people.trained

golden := {
	"id": "alice",
	"kind": "registers.people.person",
	"source": "registers",
	"joined_at": "2020-01-01T00:00:00Z",
	"left_at": null,
}

resources := {
	"registers.people.training": [
		{"person": "alice", "completed_at": "2026-10-01T00:00:00Z"},
		{"person": "bob", "completed_at": "2020-01-01T00:00:00Z"},
	],
}

params := {"max_age_days": 365, "grace_days": 30}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_trained if {
	trained.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_before_leaving if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z"})
	trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"id": "bob"})
	trained.fail == {"no training within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_leavers if {
	resource := object.union(golden, {"id": "bob", "left_at": "2026-10-01T00:00:00Z"})
	trained.not_applicable == {"the person has left"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_waits_for_newcomers if {
	resource := object.union(golden, {"id": "dave", "joined_at": "2026-11-01T00:00:00Z"})
	trained.not_applicable == {"the person is new and not trained yet"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
