package registers.change.approved_test

import rego.v1

import data.registers.change.approved

golden := {
	"id": "approved-1",
	"kind": "registers.change.approval",
	"source": "registers",
	"emergency": false,
	"tested": true,
	"approved_at": "2026-10-01T00:00:00Z",
	"deployed_at": "2026-10-01T00:00:00Z",
	"reason": null,
	"result": null,
}

params := {"max_days": 5}

test_passes_when_approved_first if {
	approved.pass with input as golden with data.params as params
	count(approved.fail) == 0 with input as golden with data.params as params
}

test_passes_an_emergency if {
	resource := object.union(golden, {
		"emergency": true,
		"tested": false,
		"approved_at": "2026-10-06T00:00:00Z",
		"reason": "A certificate ran out.",
		"result": "The service came back.",
	})
	approved.pass with input as resource with data.params as params
	count(approved.fail) == 0 with input as resource with data.params as params
}

test_fails_when_late if {
	resource := object.union(golden, {"approved_at": "2026-10-01T00:00:01Z", "tested": false})
	approved.fail == {"it went live before it was approved", "it was not tested"}
		with input as resource
		with data.params as params
	not approved.pass with input as resource with data.params as params
}

test_fails_unapproved if {
	resource := object.union(golden, {"approved_at": null})
	approved.fail == {"nobody has approved it"} with input as resource with data.params as params
	not approved.pass with input as resource with data.params as params
}

test_fails_an_emergency if {
	resource := object.union(golden, {"emergency": true, "approved_at": "2026-10-06T00:00:01Z"})
	approved.fail == {
		"it was approved on 2026-10-06T00:00:01Z, after more than 5 days",
		"the reason of the emergency is not entered",
		"the result of the emergency is not entered",
	}
		with input as resource
		with data.params as params
	not approved.pass with input as resource with data.params as params
}
