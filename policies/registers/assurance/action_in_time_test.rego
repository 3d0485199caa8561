package registers.assurance.action_in_time_test

import rego.v1

import data.registers.assurance.action_in_time

golden := {
	"id": "action_in_time-1",
	"kind": "registers.assurance.action",
	"source": "registers",
	"due_at": "2026-10-01T00:00:00Z",
	"closed_at": "2026-10-01T00:00:00Z",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_on_the_day if {
	action_in_time.pass with input as golden with data.run as run
	count(action_in_time.fail) == 0 with input as golden with data.run as run
	count(action_in_time.not_applicable) == 0 with input as golden with data.run as run
}

test_fails_when_late if {
	resource := object.union(golden, {"closed_at": "2026-10-01T00:00:01Z"})
	action_in_time.fail == {"it was closed on 2026-10-01T00:00:01Z and due on 2026-10-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not action_in_time.pass with input as resource with data.run as run
	count(action_in_time.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_when_open if {
	resource := object.union(golden, {"closed_at": null})
	action_in_time.fail == {"it is open and was due on 2026-10-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not action_in_time.pass with input as resource with data.run as run
	count(action_in_time.not_applicable) == 0 with input as resource with data.run as run
}

test_waits if {
	resource := object.union(golden, {"closed_at": null, "due_at": "2027-01-01T00:00:00Z"})
	action_in_time.not_applicable == {"it is open and due on 2027-01-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not action_in_time.pass with input as resource with data.run as run
	count(action_in_time.fail) == 0 with input as resource with data.run as run
}
