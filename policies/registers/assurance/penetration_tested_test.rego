package registers.assurance.penetration_tested_test

import rego.v1

import data.registers.assurance.penetration_tested

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.assurance.penetration_test": [
		{
			"id": "b",
			"kind": "registers.assurance.penetration_test",
			"tested_at": "2020-01-01T00:00:00Z",
		},
		{
			"id": "a",
			"kind": "registers.assurance.penetration_test",
			"tested_at": "2026-10-01T00:00:00Z",
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	penetration_tested.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(penetration_tested.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.assurance.penetration_test": [
			{
				"id": "a",
				"kind": "registers.assurance.penetration_test",
				"tested_at": "2025-11-24T02:00:00Z",
			},
		],
	}
	penetration_tested.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(penetration_tested.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.assurance.penetration_test": [
			{
				"id": "b",
				"kind": "registers.assurance.penetration_test",
				"tested_at": "2020-01-01T00:00:00Z",
			},
		],
	}
	penetration_tested.fail == {"no penetration test within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not penetration_tested.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.assurance.penetration_test": []}
	penetration_tested.fail == {"no penetration test within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not penetration_tested.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
