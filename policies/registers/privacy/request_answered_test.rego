package registers.privacy.request_answered_test

import rego.v1

import data.registers.privacy.request_answered

golden := {
	"id": "request_answered-1",
	"kind": "registers.privacy.request",
	"source": "registers",
	"due_at": "2026-10-01T00:00:00Z",
	"answered_at": "2026-10-01T00:00:00Z",
	"outcome": "the data was sent",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_on_the_day if {
	request_answered.pass with input as golden with data.run as run
	count(request_answered.fail) == 0 with input as golden with data.run as run
	count(request_answered.not_applicable) == 0 with input as golden with data.run as run
}

test_fails_late if {
	resource := object.union(golden, {"answered_at": "2026-10-01T00:00:01Z"})
	request_answered.fail == {"it was answered on 2026-10-01T00:00:01Z, due was 2026-10-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not request_answered.pass with input as resource with data.run as run
	count(request_answered.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_without_outcome if {
	resource := object.union(golden, {"outcome": null})
	request_answered.fail == {"what came of it is not entered"}
		with input as resource
		with data.run as run
	not request_answered.pass with input as resource with data.run as run
	count(request_answered.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_open if {
	resource := object.union(golden, {"answered_at": null})
	request_answered.fail == {"it is not answered, due was 2026-10-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not request_answered.pass with input as resource with data.run as run
	count(request_answered.not_applicable) == 0 with input as resource with data.run as run
}

test_waits if {
	resource := object.union(golden, {"answered_at": null, "due_at": "2027-01-01T00:00:00Z"})
	request_answered.not_applicable == {"the answer is due on 2027-01-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not request_answered.pass with input as resource with data.run as run
	count(request_answered.fail) == 0 with input as resource with data.run as run
}
