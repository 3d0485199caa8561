package registers.people.background_checked_test

import rego.v1

import data.registers.people.background_checked

golden := {
	"id": "alice",
	"kind": "registers.people.person",
	"source": "registers",
	"needs_check": true,
	"joined_at": "2026-10-01T00:00:00Z",
	"left_at": null,
}

resources := {
	"registers.people.background_check": [
		{"person": "alice", "checked_at": "2026-09-01T00:00:00Z", "result": "clear"},
		{"person": "bob", "checked_at": "2026-09-01T00:00:00Z", "result": "concern"},
	],
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_checked_before if {
	background_checked.pass with input as golden with data.resources as resources with data.run as run
	count(background_checked.fail) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
	count(background_checked.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
}

test_passes_before_leaving if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z"})
	background_checked.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_fails_when_after if {
	resource := object.union(golden, {"joined_at": "2026-08-01T00:00:00Z"})
	background_checked.fail == {"the check was done on 2026-09-01T00:00:00Z, after the first day"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not background_checked.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_fails_with_a_concern if {
	resource := object.union(golden, {"id": "bob"})
	background_checked.fail == {"there is no check without concern on record"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not background_checked.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_others if {
	resource := object.union(golden, {"id": "bob", "needs_check": false})
	background_checked.not_applicable == {"the role needs no check"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not background_checked.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_the_unmarked if {
	resource := object.union(golden, {"id": "bob", "needs_check": null})
	background_checked.not_applicable == {"the role is not said to need a check"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not background_checked.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_leavers if {
	resource := object.union(golden, {"id": "bob", "left_at": "2026-10-01T00:00:00Z"})
	background_checked.not_applicable == {"the person has left"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not background_checked.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(background_checked.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_passes_by_the_first_of_several_checks if {
	others := {"registers.people.background_check": [
		{"person": "alice", "checked_at": "2026-11-01T00:00:00Z", "result": "clear"},
		{"person": "alice", "checked_at": "2026-09-01T00:00:00Z", "result": "clear"},
	]}
	background_checked.pass with input as golden with data.resources as others with data.run as run
	count(background_checked.fail) == 0
		with input as golden
		with data.resources as others
		with data.run as run
}
