package registers.incident.recurrence_reviewed_test

import rego.v1

import data.registers.incident.recurrence_reviewed

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.incident.recurrence_review": [
		{
			"id": "b",
			"kind": "registers.incident.recurrence_review",
			"reviewed_at": "2020-01-01T00:00:00Z",
		},
		{
			"id": "a",
			"kind": "registers.incident.recurrence_review",
			"reviewed_at": "2026-10-01T00:00:00Z",
		},
	],
}

params := {"max_age_days": 92}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	recurrence_reviewed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(recurrence_reviewed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.incident.recurrence_review": [
			{
				"id": "a",
				"kind": "registers.incident.recurrence_review",
				"reviewed_at": "2026-08-24T02:00:00Z",
			},
		],
	}
	recurrence_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(recurrence_reviewed.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.incident.recurrence_review": [
			{
				"id": "b",
				"kind": "registers.incident.recurrence_review",
				"reviewed_at": "2020-01-01T00:00:00Z",
			},
		],
	}
	recurrence_reviewed.fail == {"no look for recurring incidents within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not recurrence_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.incident.recurrence_review": []}
	recurrence_reviewed.fail == {"no look for recurring incidents within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not recurrence_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
