package registers.exception.current_test

import rego.v1

import data.registers.exception.current

golden := {
	"id": "current-1",
	"kind": "registers.exception.exception",
	"source": "registers",
	"approved_at": "2026-10-01T00:00:00Z",
	"effective_at": "2026-10-01T00:00:00Z",
	"expires_at": "2027-01-01T00:00:00Z",
}

params := {"max_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_current if {
	current.pass with input as golden with data.params as params with data.run as run
	count(current.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_fails_open_ended if {
	resource := object.union(golden, {"approved_at": null, "expires_at": null})
	current.fail == {"nobody has approved it", "it has no end"}
		with input as resource
		with data.params as params
		with data.run as run
	not current.pass with input as resource with data.params as params with data.run as run
}

test_fails_at_its_end if {
	resource := object.union(golden, {"expires_at": "2026-11-24T02:00:00Z"})
	current.fail == {"it ended on 2026-11-24T02:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not current.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_long if {
	resource := object.union(golden, {"expires_at": "2028-01-01T00:00:00Z"})
	current.fail == {"it lasts longer than 365 days"}
		with input as resource
		with data.params as params
		with data.run as run
	not current.pass with input as resource with data.params as params with data.run as run
}
