package registers.policy.approved_test

import rego.v1

import data.registers.policy.approved

golden := {
	"id": "approved-1",
	"kind": "registers.policy.document",
	"source": "registers",
	"approved_at": "2026-10-01T00:00:00Z",
	"expires_at": null,
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_current if {
	approved.pass with input as golden with data.params as params with data.run as run
	count(approved.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"approved_at": "2025-11-24T02:00:00Z"})
	approved.pass with input as resource with data.params as params with data.run as run
	count(approved.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_before_its_end if {
	resource := object.union(golden, {"expires_at": "2026-11-24T02:00:01Z"})
	approved.pass with input as resource with data.params as params with data.run as run
	count(approved.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_unapproved if {
	resource := object.union(golden, {"approved_at": null})
	approved.fail == {"nobody has approved it"}
		with input as resource
		with data.params as params
		with data.run as run
	not approved.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"approved_at": "2020-01-01T00:00:00Z"})
	approved.fail == {"it was last approved on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not approved.pass with input as resource with data.params as params with data.run as run
}

test_fails_at_its_end if {
	resource := object.union(golden, {"expires_at": "2026-11-24T02:00:00Z"})
	approved.fail == {"it expired on 2026-11-24T02:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not approved.pass with input as resource with data.params as params with data.run as run
}
