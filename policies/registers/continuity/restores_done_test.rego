package registers.continuity.restores_done_test

import rego.v1

import data.registers.continuity.restores_done

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
	"critical_systems": ["db"],
}

resources := {
	"registers.continuity.restore_test": [
		{"id": "a", "system": "db", "restored_at": "2026-10-01T00:00:00Z"},
		{"id": "b", "system": "mail", "restored_at": "2020-01-01T00:00:00Z"},
	],
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_tested if {
	restores_done.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(restores_done.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_without_systems if {
	resource := object.union(golden, {"critical_systems": []})
	restores_done.fail == {"no critical system is listed"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not restores_done.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"critical_systems": ["db", "mail"]})
	restores_done.fail == {"mail was not restored in a test within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not restores_done.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
