package registers.people.body_named_test

import rego.v1

import data.registers.people.body_named

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {"registers.people.person": [{"id": "a", "management_body": true, "left_at": null}]}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_named if {
	body_named.pass with input as golden with data.resources as resources with data.run as run
	count(body_named.fail) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
}

test_passes_until_the_last_day if {
	others := {
		"registers.people.person": [{"id": "a", "management_body": true, "left_at": "2027-01-01T00:00:00Z"}],
	}
	body_named.pass with input as golden with data.resources as others with data.run as run
	count(body_named.fail) == 0 with input as golden with data.resources as others with data.run as run
}

test_fails_when_all_left if {
	others := {
		"registers.people.person": [
			{"id": "a", "management_body": true, "left_at": "2026-10-01T00:00:00Z"},
			{"id": "b", "management_body": null, "left_at": null},
		],
	}
	body_named.fail == {"no person is marked as a member of the management body"}
		with input as golden
		with data.resources as others
		with data.run as run
	not body_named.pass with input as golden with data.resources as others with data.run as run
}
