package registers.governance.registered_test

import rego.v1

import data.registers.governance.registered

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
	"category": "important",
	"entity_types": ["cloud"],
}

resources := {
	"registers.governance.registration": [
		{
			"id": "1",
			"list": "national",
			"submitted_at": "2026-10-01T00:00:00Z",
			"reference": "N-1",
		},
		{"id": "2", "list": "eu", "submitted_at": "2026-10-01T00:00:00Z", "reference": "E-1"},
	],
}

test_passes_when_registered if {
	registered.pass with input as golden with data.resources as resources
	count(registered.fail) == 0 with input as golden with data.resources as resources
	count(registered.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_not if {
	others := {
		"registers.governance.registration": [
			{"list": "national", "submitted_at": "2026-10-01T00:00:00Z", "reference": "N-1"},
			{"list": "eu", "submitted_at": "2026-10-01T00:00:00Z", "reference": null},
		],
	}
	registered.fail == {"the entity is not in the eu list, or there is no receipt"}
		with input as golden
		with data.resources as others
	not registered.pass with input as golden with data.resources as others
	count(registered.not_applicable) == 0 with input as golden with data.resources as others
}

test_skips_out_of_scope if {
	resource := object.union(golden, {"category": "out_of_scope"})
	registered.not_applicable == {"the entity is out of scope"}
		with input as resource
		with data.resources as resources
	not registered.pass with input as resource with data.resources as resources
	count(registered.fail) == 0 with input as resource with data.resources as resources
}
