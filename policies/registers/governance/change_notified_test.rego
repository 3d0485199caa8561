package registers.governance.change_notified_test

import rego.v1

import data.registers.governance.change_notified

golden := {
	"id": "change_notified-1",
	"kind": "registers.governance.registration_change",
	"source": "registers",
	"due_at": "2026-10-01T00:00:00Z",
	"notified_at": "2026-10-01T00:00:00Z",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_on_the_day if {
	change_notified.pass with input as golden with data.run as run
	count(change_notified.fail) == 0 with input as golden with data.run as run
	count(change_notified.not_applicable) == 0 with input as golden with data.run as run
}

test_fails_late if {
	resource := object.union(golden, {"notified_at": "2026-10-01T00:00:01Z"})
	change_notified.fail == {"the authority was told on 2026-10-01T00:00:01Z, due was 2026-10-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not change_notified.pass with input as resource with data.run as run
	count(change_notified.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_untold if {
	resource := object.union(golden, {"notified_at": null})
	change_notified.fail == {"the authority was not told, due was 2026-10-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not change_notified.pass with input as resource with data.run as run
	count(change_notified.not_applicable) == 0 with input as resource with data.run as run
}

test_waits if {
	resource := object.union(golden, {"notified_at": null, "due_at": "2027-01-01T00:00:00Z"})
	change_notified.not_applicable == {"the authority is to be told until 2027-01-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not change_notified.pass with input as resource with data.run as run
	count(change_notified.fail) == 0 with input as resource with data.run as run
}
