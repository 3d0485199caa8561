package registers.incident.progress_report_in_time_test

import rego.v1

import data.registers.incident.progress_report_in_time

golden := {
	"id": "progress_report_in_time-1",
	"kind": "registers.incident.incident",
	"source": "registers",
	"progress_report_at": "2026-10-01T10:00:00Z",
	"progress_report_due_at": "2026-10-01T10:00:00Z",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_at_the_last_moment if {
	progress_report_in_time.pass with input as golden with data.run as run
	count(progress_report_in_time.fail) == 0 with input as golden with data.run as run
	count(progress_report_in_time.not_applicable) == 0 with input as golden with data.run as run
}

test_fails_a_second_late if {
	resource := object.union(golden, {"progress_report_at": "2026-10-01T10:00:01Z"})
	progress_report_in_time.fail == {
		"the progress report was sent on 2026-10-01T10:00:01Z and due on 2026-10-01T10:00:00Z",
	}
		with input as resource
		with data.run as run
	not progress_report_in_time.pass with input as resource with data.run as run
	count(progress_report_in_time.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_when_overdue if {
	resource := object.union(golden, {"progress_report_at": null})
	progress_report_in_time.fail == {"the progress report was due on 2026-10-01T10:00:00Z and is not sent"}
		with input as resource
		with data.run as run
	not progress_report_in_time.pass with input as resource with data.run as run
	count(progress_report_in_time.not_applicable) == 0 with input as resource with data.run as run
}

test_shows_what_is_due if {
	resource := object.union(golden, {"progress_report_at": null, "progress_report_due_at": "2026-11-24T02:00:01Z"})
	progress_report_in_time.not_applicable == {"the progress report is due on 2026-11-24T02:00:01Z"}
		with input as resource
		with data.run as run
	not progress_report_in_time.pass with input as resource with data.run as run
	count(progress_report_in_time.fail) == 0 with input as resource with data.run as run
}

test_skips_where_no_clock_runs if {
	resource := object.union(golden, {"progress_report_at": null, "progress_report_due_at": null})
	progress_report_in_time.not_applicable == {"no progress report is due"}
		with input as resource
		with data.run as run
	not progress_report_in_time.pass with input as resource with data.run as run
	count(progress_report_in_time.fail) == 0 with input as resource with data.run as run
}
