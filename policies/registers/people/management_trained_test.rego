package registers.people.management_trained_test

import rego.v1

import data.registers.people.management_trained

golden := {
	"id": "alice",
	"kind": "registers.people.person",
	"source": "registers",
	"management_body": true,
	"joined_at": "2020-01-01T00:00:00Z",
	"left_at": null,
}

resources := {
	"registers.people.training": [
		{"person": "alice", "audience": "management", "completed_at": "2026-10-01T00:00:00Z"},
		{"person": "bob", "audience": "awareness", "completed_at": "2026-10-01T00:00:00Z"},
		{"person": "carol", "audience": "management", "completed_at": "2020-01-01T00:00:00Z"},
	],
}

params := {"max_age_days": 365, "grace_days": 90}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_trained if {
	management_trained.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_before_leaving if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z"})
	management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_only_aware if {
	resource := object.union(golden, {"id": "bob"})
	management_trained.fail == {"no training for the management body within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"id": "carol"})
	management_trained.fail == {"no training for the management body within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_staff if {
	resource := object.union(golden, {"id": "bob", "management_body": false})
	management_trained.not_applicable == {"the person is not in the management body"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_the_unmarked if {
	resource := object.union(golden, {"id": "bob", "management_body": null})
	management_trained.not_applicable == {"the person is not said to be in the management body"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_leavers if {
	resource := object.union(golden, {"id": "bob", "left_at": "2026-10-01T00:00:00Z"})
	management_trained.not_applicable == {"the member has left"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_waits_for_newcomers if {
	resource := object.union(golden, {"id": "bob", "joined_at": "2026-11-01T00:00:00Z"})
	management_trained.not_applicable == {"the member is new and not trained yet"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not management_trained.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(management_trained.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
