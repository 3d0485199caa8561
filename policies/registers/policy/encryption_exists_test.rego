package registers.policy.encryption_exists_test

import rego.v1

import data.registers.policy.encryption_exists

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.policy.encryption": [
		{"id": "b", "kind": "registers.policy.encryption", "approved_at": "2020-01-01T00:00:00Z"},
		{"id": "a", "kind": "registers.policy.encryption", "approved_at": "2026-10-01T00:00:00Z"},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	encryption_exists.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(encryption_exists.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.policy.encryption": [
			{"id": "a", "kind": "registers.policy.encryption", "approved_at": "2025-11-24T02:00:00Z"},
		],
	}
	encryption_exists.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(encryption_exists.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.policy.encryption": [
			{"id": "b", "kind": "registers.policy.encryption", "approved_at": "2020-01-01T00:00:00Z"},
		],
	}
	encryption_exists.fail == {"no policy on cryptography was approved in time"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not encryption_exists.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.policy.encryption": []}
	encryption_exists.fail == {"no policy on cryptography was approved in time"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not encryption_exists.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.policy.encryption": [{"id": "a", "kind": "registers.policy.encryption", "approved_at": null}],
	}
	encryption_exists.fail == {"no policy on cryptography was approved in time"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not encryption_exists.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
