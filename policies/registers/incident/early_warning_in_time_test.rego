package registers.incident.early_warning_in_time_test

import rego.v1

import data.registers.incident.early_warning_in_time

golden := {
	"id": "early_warning_in_time-1",
	"kind": "registers.incident.incident",
	"source": "registers",
	"early_warning_at": "2026-10-01T10:00:00Z",
	"early_warning_due_at": "2026-10-01T10:00:00Z",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_at_the_last_moment if {
	early_warning_in_time.pass with input as golden with data.run as run
	count(early_warning_in_time.fail) == 0 with input as golden with data.run as run
	count(early_warning_in_time.not_applicable) == 0 with input as golden with data.run as run
}

test_fails_a_second_late if {
	resource := object.union(golden, {"early_warning_at": "2026-10-01T10:00:01Z"})
	early_warning_in_time.fail == {
		"the early warning was sent on 2026-10-01T10:00:01Z and due on 2026-10-01T10:00:00Z",
	}
		with input as resource
		with data.run as run
	not early_warning_in_time.pass with input as resource with data.run as run
	count(early_warning_in_time.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_when_overdue if {
	resource := object.union(golden, {"early_warning_at": null})
	early_warning_in_time.fail == {"the early warning was due on 2026-10-01T10:00:00Z and is not sent"}
		with input as resource
		with data.run as run
	not early_warning_in_time.pass with input as resource with data.run as run
	count(early_warning_in_time.not_applicable) == 0 with input as resource with data.run as run
}

test_shows_what_is_due if {
	resource := object.union(golden, {"early_warning_at": null, "early_warning_due_at": "2026-11-24T02:00:01Z"})
	early_warning_in_time.not_applicable == {"the early warning is due on 2026-11-24T02:00:01Z"}
		with input as resource
		with data.run as run
	not early_warning_in_time.pass with input as resource with data.run as run
	count(early_warning_in_time.fail) == 0 with input as resource with data.run as run
}

test_skips_where_no_clock_runs if {
	resource := object.union(golden, {"early_warning_at": null, "early_warning_due_at": null})
	early_warning_in_time.not_applicable == {"no early warning is due"}
		with input as resource
		with data.run as run
	not early_warning_in_time.pass with input as resource with data.run as run
	count(early_warning_in_time.fail) == 0 with input as resource with data.run as run
}
