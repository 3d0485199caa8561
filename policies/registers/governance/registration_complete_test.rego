package registers.governance.registration_complete_test

import rego.v1

import data.registers.governance.registration_complete

golden := {
	"id": "registration_complete-1",
	"kind": "registers.governance.registration",
	"source": "registers",
	"entity_name": "Acme",
	"address": "Street 1",
	"emails": ["a@acme.example"],
	"telephones": ["+49 30 1"],
	"ip_ranges": ["192.0.2.0/24"],
	"sector": "digital_infrastructure",
	"entity_types": ["cloud"],
	"member_states": ["DE"],
	"confirmed_at": "2026-10-01T00:00:00Z",
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_complete if {
	registration_complete.pass with input as golden with data.params as params with data.run as run
	count(registration_complete.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"ip_ranges": [], "sector": null, "confirmed_at": null})
	registration_complete.fail == {"IP ranges: not submitted", "sector: not submitted", "it was never confirmed"}
		with input as resource
		with data.params as params
		with data.run as run
	not registration_complete.pass
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"confirmed_at": "2020-01-01T00:00:00Z"})
	registration_complete.fail == {"it was last confirmed on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not registration_complete.pass
		with input as resource
		with data.params as params
		with data.run as run
}
