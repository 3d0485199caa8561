package registers.policy.acknowledged_test

import rego.v1

import data.registers.policy.acknowledged

golden := {
	"id": "alice",
	"kind": "registers.people.person",
	"source": "registers",
	"joined_at": "2020-01-01T00:00:00Z",
	"left_at": null,
}

resources := {
	"registers.policy.acknowledgement": [{"person": "alice", "acknowledged_at": "2026-10-01T00:00:00Z"}],
}

params := {"max_age_days": 365, "grace_days": 30}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_acknowledged if {
	acknowledged.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_until_the_last_day if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z"})
	acknowledged.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_a_newcomer_who_did if {
	resource := object.union(golden, {"joined_at": "2026-11-20T00:00:00Z"})
	acknowledged.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	others := {
		"registers.policy.acknowledgement": [{"person": "alice", "acknowledged_at": "2020-01-01T00:00:00Z"}],
	}
	acknowledged.fail == {"no acknowledgement within 365 days"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not acknowledged.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(acknowledged.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_waits_for_newcomers if {
	resource := object.union(golden, {"id": "bob", "joined_at": "2026-11-20T00:00:00Z"})
	acknowledged.not_applicable == {"the person is new and has not acknowledged yet"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not acknowledged.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_leavers if {
	resource := object.union(golden, {"id": "bob", "left_at": "2026-10-01T00:00:00Z"})
	acknowledged.not_applicable == {"the person has left"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not acknowledged.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acknowledged.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
