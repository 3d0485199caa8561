package registers.governance.oversight_held_test

import rego.v1

import data.registers.governance.oversight_held

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.governance.oversight": [
		{
			"id": "b",
			"kind": "registers.governance.oversight",
			"held_at": "2020-01-01T00:00:00Z",
			"attachments": [{"path": "files/m.pdf"}],
		},
		{
			"id": "a",
			"kind": "registers.governance.oversight",
			"held_at": "2026-10-01T00:00:00Z",
			"attachments": [{"path": "files/m.pdf"}],
		},
	],
}

params := {"max_age_days": 183}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	oversight_held.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(oversight_held.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.governance.oversight": [
			{
				"id": "a",
				"kind": "registers.governance.oversight",
				"held_at": "2026-05-25T02:00:00Z",
				"attachments": [{"path": "files/m.pdf"}],
			},
		],
	}
	oversight_held.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(oversight_held.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.governance.oversight": [
			{
				"id": "b",
				"kind": "registers.governance.oversight",
				"held_at": "2020-01-01T00:00:00Z",
				"attachments": [{"path": "files/m.pdf"}],
			},
		],
	}
	oversight_held.fail == {"no meeting on security with minutes within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not oversight_held.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.governance.oversight": []}
	oversight_held.fail == {"no meeting on security with minutes within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not oversight_held.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.governance.oversight": [
			{
				"id": "a",
				"kind": "registers.governance.oversight",
				"held_at": "2026-10-01T00:00:00Z",
				"attachments": [],
			},
		],
	}
	oversight_held.fail == {"no meeting on security with minutes within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not oversight_held.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
