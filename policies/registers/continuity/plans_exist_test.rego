package registers.continuity.plans_exist_test

import rego.v1

import data.registers.continuity.plans_exist

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.continuity.plan": [
		{
			"id": "a",
			"purpose": "continuity",
			"approved_at": "2026-10-01T00:00:00Z",
			"expires_at": null,
		},
		{
			"id": "b",
			"purpose": "recovery",
			"approved_at": "2026-10-01T00:00:00Z",
			"expires_at": "2027-01-01T00:00:00Z",
		},
		{
			"id": "c",
			"purpose": "crisis",
			"approved_at": "2026-10-01T00:00:00Z",
			"expires_at": null,
		},
	],
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_are if {
	plans_exist.pass with input as golden with data.resources as resources with data.run as run
	count(plans_exist.fail) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
}

test_fails_when_missing if {
	others := {
		"registers.continuity.plan": [
			{"purpose": "crisis", "approved_at": null, "expires_at": null},
			{
				"purpose": "recovery",
				"approved_at": "2026-10-01T00:00:00Z",
				"expires_at": "2026-10-01T00:00:00Z",
			},
		],
	}
	plans_exist.fail == {
		"there is no approved plan for crisis",
		"there is no approved plan for recovery",
		"there is no approved plan for continuity",
	}
		with input as golden
		with data.resources as others
		with data.run as run
	not plans_exist.pass with input as golden with data.resources as others with data.run as run
}
