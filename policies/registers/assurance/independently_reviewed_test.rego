package registers.assurance.independently_reviewed_test

import rego.v1

import data.registers.assurance.independently_reviewed

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.assurance.review": [
		{
			"id": "b",
			"kind": "registers.assurance.review",
			"done_at": "2020-01-01T00:00:00Z",
			"independent": true,
			"reported_at": "2026-10-01T00:00:00Z",
		},
		{
			"id": "a",
			"kind": "registers.assurance.review",
			"done_at": "2026-10-01T00:00:00Z",
			"independent": true,
			"reported_at": "2026-10-01T00:00:00Z",
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	independently_reviewed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(independently_reviewed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.assurance.review": [
			{
				"id": "a",
				"kind": "registers.assurance.review",
				"done_at": "2025-11-24T02:00:00Z",
				"independent": true,
				"reported_at": "2026-10-01T00:00:00Z",
			},
		],
	}
	independently_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(independently_reviewed.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.assurance.review": [
			{
				"id": "b",
				"kind": "registers.assurance.review",
				"done_at": "2020-01-01T00:00:00Z",
				"independent": true,
				"reported_at": "2026-10-01T00:00:00Z",
			},
		],
	}
	independently_reviewed.fail == {"no independent review was done and reported within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not independently_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.assurance.review": []}
	independently_reviewed.fail == {"no independent review was done and reported within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not independently_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.assurance.review": [
			{
				"id": "a",
				"kind": "registers.assurance.review",
				"done_at": "2026-10-01T00:00:00Z",
				"independent": false,
				"reported_at": "2026-10-01T00:00:00Z",
			},
		],
	}
	independently_reviewed.fail == {"no independent review was done and reported within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not independently_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_1 if {
	others := {
		"registers.assurance.review": [
			{
				"id": "a",
				"kind": "registers.assurance.review",
				"done_at": "2026-10-01T00:00:00Z",
				"independent": true,
				"reported_at": null,
			},
		],
	}
	independently_reviewed.fail == {"no independent review was done and reported within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not independently_reviewed.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
