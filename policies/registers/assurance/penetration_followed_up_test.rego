package registers.assurance.penetration_followed_up_test

import rego.v1

import data.registers.assurance.penetration_followed_up

golden := {
	"id": "penetration_followed_up-1",
	"kind": "registers.assurance.penetration_test",
	"source": "registers",
	"tested_at": "2026-06-01T00:00:00Z",
	"serious_found": 3,
	"serious_fixed": 2,
	"serious_accepted": 1,
}

params := {"max_open_days": 30}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_closed if {
	penetration_followed_up.pass with input as golden with data.params as params with data.run as run
	count(penetration_followed_up.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
	count(penetration_followed_up.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_open if {
	resource := object.union(golden, {"serious_fixed": 0})
	penetration_followed_up.fail == {"2 of 3 serious findings are open since 2026-06-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not penetration_followed_up.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(penetration_followed_up.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_waits_within_the_time if {
	resource := object.union(golden, {"serious_fixed": 1, "tested_at": "2026-11-20T00:00:00Z"})
	penetration_followed_up.not_applicable == {"1 serious findings are open, and the time for them runs"}
		with input as resource
		with data.params as params
		with data.run as run
	not penetration_followed_up.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(penetration_followed_up.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}
