package registers.risk.assessment_current_test

import rego.v1

import data.registers.risk.assessment_current

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.risk.assessment": [
		{
			"id": "b",
			"kind": "registers.risk.assessment",
			"assessed_at": "2020-01-01T00:00:00Z",
			"approved_at": "2026-10-01T00:00:00Z",
		},
		{
			"id": "a",
			"kind": "registers.risk.assessment",
			"assessed_at": "2026-10-01T00:00:00Z",
			"approved_at": "2026-10-01T00:00:00Z",
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	assessment_current.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(assessment_current.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.risk.assessment": [
			{
				"id": "a",
				"kind": "registers.risk.assessment",
				"assessed_at": "2025-11-24T02:00:00Z",
				"approved_at": "2026-10-01T00:00:00Z",
			},
		],
	}
	assessment_current.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(assessment_current.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.risk.assessment": [
			{
				"id": "b",
				"kind": "registers.risk.assessment",
				"assessed_at": "2020-01-01T00:00:00Z",
				"approved_at": "2026-10-01T00:00:00Z",
			},
		],
	}
	assessment_current.fail == {"no approved risk assessment within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not assessment_current.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.risk.assessment": []}
	assessment_current.fail == {"no approved risk assessment within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not assessment_current.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.risk.assessment": [
			{
				"id": "a",
				"kind": "registers.risk.assessment",
				"assessed_at": "2026-10-01T00:00:00Z",
				"approved_at": null,
			},
		],
	}
	assessment_current.fail == {"no approved risk assessment within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not assessment_current.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
