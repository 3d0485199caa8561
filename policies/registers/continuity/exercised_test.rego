package registers.continuity.exercised_test

import rego.v1

import data.registers.continuity.exercised

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.incident.drill": [
		{
			"id": "b",
			"kind": "registers.incident.drill",
			"held_at": "2020-01-01T00:00:00Z",
			"purpose": "continuity",
		},
		{
			"id": "a",
			"kind": "registers.incident.drill",
			"held_at": "2026-10-01T00:00:00Z",
			"purpose": "continuity",
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	exercised.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(exercised.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.incident.drill": [
			{
				"id": "a",
				"kind": "registers.incident.drill",
				"held_at": "2025-11-24T02:00:00Z",
				"purpose": "continuity",
			},
		],
	}
	exercised.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(exercised.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.incident.drill": [
			{
				"id": "b",
				"kind": "registers.incident.drill",
				"held_at": "2020-01-01T00:00:00Z",
				"purpose": "continuity",
			},
		],
	}
	exercised.fail == {"no continuity or crisis drill within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not exercised.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.incident.drill": []}
	exercised.fail == {"no continuity or crisis drill within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not exercised.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.incident.drill": [
			{
				"id": "a",
				"kind": "registers.incident.drill",
				"held_at": "2026-10-01T00:00:00Z",
				"purpose": "reporting",
			},
		],
	}
	exercised.fail == {"no continuity or crisis drill within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not exercised.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
