package registers.incident.reporting_drilled_test

import rego.v1

import data.registers.incident.reporting_drilled

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.incident.drill": [
		{
			"id": "b",
			"kind": "registers.incident.drill",
			"held_at": "2020-01-01T00:00:00Z",
			"purpose": "reporting",
		},
		{
			"id": "a",
			"kind": "registers.incident.drill",
			"held_at": "2026-10-01T00:00:00Z",
			"purpose": "reporting",
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	reporting_drilled.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(reporting_drilled.fail) == 0
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
				"purpose": "reporting",
			},
		],
	}
	reporting_drilled.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(reporting_drilled.fail) == 0
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
				"purpose": "reporting",
			},
		],
	}
	reporting_drilled.fail == {"no drill of reporting within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not reporting_drilled.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.incident.drill": []}
	reporting_drilled.fail == {"no drill of reporting within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not reporting_drilled.pass
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
				"purpose": "crisis",
			},
		],
	}
	reporting_drilled.fail == {"no drill of reporting within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not reporting_drilled.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
