package registers.incident.reviewed_test

import rego.v1

import data.registers.incident.reviewed

golden := {
	"id": "reviewed-1",
	"kind": "registers.incident.incident",
	"source": "registers",
	"severity": "high",
	"closed_at": "2026-10-01T00:00:00Z",
	"reviewed_at": "2026-10-01T00:00:00Z",
	"root_cause": "an expired certificate",
	"lessons": ["alert 30 days before: platform"],
}

params := {"max_age_days": 30}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_reviewed if {
	reviewed.pass with input as golden with data.params as params with data.run as run
	count(reviewed.fail) == 0 with input as golden with data.params as params with data.run as run
	count(reviewed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_empty if {
	resource := object.union(golden, {"root_cause": null, "lessons": []})
	reviewed.fail == {"the review names no root cause", "the review names no lesson"}
		with input as resource
		with data.params as params
		with data.run as run
	not reviewed.pass with input as resource with data.params as params with data.run as run
	count(reviewed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_without if {
	resource := object.union(golden, {"reviewed_at": null})
	reviewed.fail == {"it was closed on 2026-10-01T00:00:00Z and is not reviewed"}
		with input as resource
		with data.params as params
		with data.run as run
	not reviewed.pass with input as resource with data.params as params with data.run as run
	count(reviewed.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_waits if {
	resource := object.union(golden, {"closed_at": "2026-11-20T00:00:00Z", "reviewed_at": null})
	reviewed.not_applicable == {"it is closed, and the time for its review runs"}
		with input as resource
		with data.params as params
		with data.run as run
	not reviewed.pass with input as resource with data.params as params with data.run as run
	count(reviewed.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_skips_open if {
	resource := object.union(golden, {"closed_at": null})
	reviewed.not_applicable == {"it is not closed"}
		with input as resource
		with data.params as params
		with data.run as run
	not reviewed.pass with input as resource with data.params as params with data.run as run
	count(reviewed.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_skips_low if {
	resource := object.union(golden, {"severity": "low"})
	reviewed.not_applicable == {"it is of low severity"}
		with input as resource
		with data.params as params
		with data.run as run
	not reviewed.pass with input as resource with data.params as params with data.run as run
	count(reviewed.fail) == 0 with input as resource with data.params as params with data.run as run
}
