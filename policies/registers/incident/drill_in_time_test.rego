package registers.incident.drill_in_time_test

import rego.v1

import data.registers.incident.drill_in_time

golden := {
	"id": "drill_in_time-1",
	"kind": "registers.incident.drill",
	"source": "registers",
	"purpose": "reporting",
	"early_warning_at": "2026-10-01T00:00:00Z",
	"early_warning_due_at": "2026-10-01T00:00:00Z",
	"notification_at": "2026-10-01T00:00:00Z",
	"notification_due_at": "2026-10-01T00:00:00Z",
	"final_report_at": "2026-10-01T00:00:00Z",
	"final_report_due_at": "2026-10-01T00:00:00Z",
}

test_passes_at_the_limit if {
	drill_in_time.pass with input as golden
	count(drill_in_time.fail) == 0 with input as golden
	count(drill_in_time.not_applicable) == 0 with input as golden
}

test_passes_without_final_report if {
	resource := object.union(golden, {"final_report_at": null})
	drill_in_time.pass with input as resource
	count(drill_in_time.fail) == 0 with input as resource
	count(drill_in_time.not_applicable) == 0 with input as resource
}

test_fails_late if {
	resource := object.union(golden, {
		"early_warning_due_at": "2020-01-01T00:00:00Z",
		"notification_due_at": "2020-01-01T00:00:00Z",
		"final_report_due_at": "2020-01-01T00:00:00Z",
	})
	drill_in_time.fail == {
		"the early warning was late",
		"the notification was late",
		"the final report was late",
	}
		with input as resource
	not drill_in_time.pass with input as resource
	count(drill_in_time.not_applicable) == 0 with input as resource
}

test_fails_unplayed if {
	resource := object.union(golden, {
		"early_warning_at": null,
		"notification_at": null,
		"final_report_at": null,
		"early_warning_due_at": null,
	})
	drill_in_time.fail == {
		"the early warning was not played",
		"the notification was not played",
		"awareness was not played, so nothing is due",
	}
		with input as resource
	not drill_in_time.pass with input as resource
	count(drill_in_time.not_applicable) == 0 with input as resource
}

test_skips_others if {
	resource := object.union(golden, {"purpose": "crisis", "early_warning_at": null})
	drill_in_time.not_applicable == {"it is no drill of reporting"} with input as resource
	not drill_in_time.pass with input as resource
	count(drill_in_time.fail) == 0 with input as resource
}
