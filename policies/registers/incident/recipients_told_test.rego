package registers.incident.recipients_told_test

import rego.v1

import data.registers.incident.recipients_told

golden := {
	"id": "recipients_told-1",
	"kind": "registers.incident.incident",
	"source": "registers",
	"affects_recipients": true,
	"detected_at": "2026-10-01T00:00:00Z",
	"recipients_told_at": "2026-10-04T00:00:00Z",
}

params := {"max_days": 3}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_in_time if {
	recipients_told.pass with input as golden with data.params as params with data.run as run
	count(recipients_told.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
	count(recipients_told.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_late if {
	resource := object.union(golden, {"recipients_told_at": "2026-10-04T00:00:01Z"})
	recipients_told.fail == {"recipients were told on 2026-10-04T00:00:01Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not recipients_told.pass with input as resource with data.params as params with data.run as run
	count(recipients_told.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_untold if {
	resource := object.union(golden, {"recipients_told_at": null})
	recipients_told.fail == {"recipients were not told"}
		with input as resource
		with data.params as params
		with data.run as run
	not recipients_told.pass with input as resource with data.params as params with data.run as run
	count(recipients_told.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_unknown if {
	resource := object.union(golden, {"affects_recipients": null})
	recipients_told.fail == {"it is not entered whether recipients are affected"}
		with input as resource
		with data.params as params
		with data.run as run
	not recipients_told.pass with input as resource with data.params as params with data.run as run
	count(recipients_told.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_waits_to_find_out if {
	resource := object.union(golden, {"affects_recipients": null, "detected_at": "2026-11-24T02:00:00Z"})
	recipients_told.not_applicable == {"it is new, and whether recipients are affected is being found out"}
		with input as resource
		with data.params as params
		with data.run as run
	not recipients_told.pass with input as resource with data.params as params with data.run as run
	count(recipients_told.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_waits_to_tell if {
	resource := object.union(golden, {"detected_at": "2026-11-24T02:00:00Z", "recipients_told_at": null})
	recipients_told.not_applicable == {"recipients are to be told, and the time for it runs"}
		with input as resource
		with data.params as params
		with data.run as run
	not recipients_told.pass with input as resource with data.params as params with data.run as run
	count(recipients_told.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_skips_others if {
	resource := object.union(golden, {"affects_recipients": false})
	recipients_told.not_applicable == {"it does not affect recipients"}
		with input as resource
		with data.params as params
		with data.run as run
	not recipients_told.pass with input as resource with data.params as params with data.run as run
	count(recipients_told.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}
