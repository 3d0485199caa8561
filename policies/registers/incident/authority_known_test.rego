package registers.incident.authority_known_test

import rego.v1

import data.registers.incident.authority_known

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {
	"registers.incident.authority": [
		{
			"id": "b",
			"kind": "registers.incident.authority",
			"verified_at": "2020-01-01T00:00:00Z",
			"reports": true,
			"portal_url": "https://csirt.example",
			"email": null,
			"telephone": null,
		},
		{
			"id": "a",
			"kind": "registers.incident.authority",
			"verified_at": "2026-10-01T00:00:00Z",
			"reports": true,
			"portal_url": "https://csirt.example",
			"email": null,
			"telephone": null,
		},
	],
}

params := {"max_age_days": 183}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_there_is_one if {
	authority_known.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(authority_known.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_at_the_limit if {
	others := {
		"registers.incident.authority": [
			{
				"id": "a",
				"kind": "registers.incident.authority",
				"verified_at": "2026-05-25T02:00:00Z",
				"reports": true,
				"portal_url": "https://csirt.example",
				"email": null,
				"telephone": null,
			},
		],
	}
	authority_known.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	count(authority_known.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_all_are_old if {
	others := {
		"registers.incident.authority": [
			{
				"id": "b",
				"kind": "registers.incident.authority",
				"verified_at": "2020-01-01T00:00:00Z",
				"reports": true,
				"portal_url": "https://csirt.example",
				"email": null,
				"telephone": null,
			},
		],
	}
	authority_known.fail == {"no contact that takes reports was verified within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not authority_known.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_there_is_none if {
	others := {"registers.incident.authority": []}
	authority_known.fail == {"no contact that takes reports was verified within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not authority_known.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_0 if {
	others := {
		"registers.incident.authority": [
			{
				"id": "a",
				"kind": "registers.incident.authority",
				"verified_at": "2026-10-01T00:00:00Z",
				"reports": false,
				"portal_url": "https://csirt.example",
				"email": null,
				"telephone": null,
			},
		],
	}
	authority_known.fail == {"no contact that takes reports was verified within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not authority_known.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_it_does_not_count_1 if {
	others := {
		"registers.incident.authority": [
			{
				"id": "a",
				"kind": "registers.incident.authority",
				"verified_at": "2026-10-01T00:00:00Z",
				"reports": true,
				"portal_url": null,
				"email": null,
				"telephone": null,
			},
		],
	}
	authority_known.fail == {"no contact that takes reports was verified within the period"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not authority_known.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
