package registers.governance.scope_decided_test

import rego.v1

import data.registers.governance.scope_decided

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.governance.scope": [
		{
			"id": "b",
			"kind": "registers.governance.scope",
			"decided_at": "2020-01-01T00:00:00Z",
			"reasons": ["Annex I, cloud, medium"],
		},
		{
			"id": "a",
			"kind": "registers.governance.scope",
			"decided_at": "2026-10-01T00:00:00Z",
			"reasons": ["Annex I, cloud, medium"],
		},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	scope_decided.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(scope_decided.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.governance.scope": [
			{
				"id": "a",
				"kind": "registers.governance.scope",
				"decided_at": "2025-11-24T02:00:00Z",
				"reasons": ["Annex I, cloud, medium"],
			},
		],
	}
	scope_decided.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(scope_decided.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.governance.scope": [
			{
				"id": "b",
				"kind": "registers.governance.scope",
				"decided_at": "2020-01-01T00:00:00Z",
				"reasons": ["Annex I, cloud, medium"],
			},
		],
	}
	scope_decided.fail == {"no decision on the scope within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not scope_decided.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.governance.scope": []}
	scope_decided.fail == {"no decision on the scope within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not scope_decided.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.governance.scope": [
			{
				"id": "a",
				"kind": "registers.governance.scope",
				"decided_at": "2026-10-01T00:00:00Z",
				"reasons": [],
			},
		],
	}
	scope_decided.fail == {"no decision on the scope within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not scope_decided.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
