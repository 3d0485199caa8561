package registers.people.leaver_closed_test

import rego.v1

import data.registers.people.leaver_closed

golden := {
	"id": "leaver_closed-1",
	"kind": "registers.people.person",
	"source": "registers",
	"left_at": "2026-10-01T00:00:00Z",
	"access_removed_at": "2026-10-02T00:00:00Z",
	"assets_returned_at": "2026-10-05T00:00:00Z",
}

params := {"grace_days": 1, "assets_days": 14}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_closed if {
	leaver_closed.pass with input as golden with data.params as params with data.run as run
	count(leaver_closed.fail) == 0 with input as golden with data.params as params with data.run as run
	count(leaver_closed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_open if {
	resource := object.union(golden, {"access_removed_at": null, "assets_returned_at": null})
	leaver_closed.fail == {
		"no moment is entered at which all access had ended",
		"assets are not entered as returned",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not leaver_closed.pass with input as resource with data.params as params with data.run as run
	count(leaver_closed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_late if {
	resource := object.union(golden, {"access_removed_at": "2026-10-02T00:00:01Z"})
	leaver_closed.fail == {"access ended on 2026-10-02T00:00:01Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not leaver_closed.pass with input as resource with data.params as params with data.run as run
	count(leaver_closed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_skips_staff if {
	resource := object.union(golden, {"left_at": null, "access_removed_at": null, "assets_returned_at": null})
	leaver_closed.not_applicable == {"the person works here"}
		with input as resource
		with data.params as params
		with data.run as run
	not leaver_closed.pass with input as resource with data.params as params with data.run as run
	count(leaver_closed.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_skips_the_future if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z", "access_removed_at": null, "assets_returned_at": null})
	leaver_closed.not_applicable == {"the person has not left yet"}
		with input as resource
		with data.params as params
		with data.run as run
	not leaver_closed.pass with input as resource with data.params as params with data.run as run
	count(leaver_closed.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_waits_within_the_grace if {
	resource := object.union(golden, {"left_at": "2026-11-23T12:00:00Z", "access_removed_at": null, "assets_returned_at": null})
	not leaver_closed.pass with input as resource with data.params as params with data.run as run
	count(leaver_closed.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
	count(leaver_closed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}
