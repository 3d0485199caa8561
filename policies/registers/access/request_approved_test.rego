package registers.access.request_approved_test

import rego.v1

import data.registers.access.request_approved

golden := {
	"id": "request_approved-1",
	"kind": "registers.access.request",
	"source": "registers",
	"person": "alice",
	"external": false,
	"approver": "bob",
	"approved_at": "2026-10-01T00:00:00Z",
	"granted_at": "2026-10-02T00:00:00Z",
	"ends_at": null,
}

test_passes_when_approved_first if {
	request_approved.pass with input as golden
	count(request_approved.fail) == 0 with input as golden
	count(request_approved.not_applicable) == 0 with input as golden
}

test_passes_at_the_same_moment if {
	resource := object.union(golden, {"granted_at": "2026-10-01T00:00:00Z"})
	request_approved.pass with input as resource
	count(request_approved.fail) == 0 with input as resource
	count(request_approved.not_applicable) == 0 with input as resource
}

test_passes_with_an_end if {
	resource := object.union(golden, {"external": true, "ends_at": "2027-01-01T00:00:00Z"})
	request_approved.pass with input as resource
	count(request_approved.fail) == 0 with input as resource
	count(request_approved.not_applicable) == 0 with input as resource
}

test_fails_when_late if {
	resource := object.union(golden, {"granted_at": "2026-09-01T00:00:00Z"})
	request_approved.fail == {"it was given before it was approved"} with input as resource
	not request_approved.pass with input as resource
	count(request_approved.not_applicable) == 0 with input as resource
}

test_fails_by_oneself if {
	resource := object.union(golden, {"approver": "alice"})
	request_approved.fail == {"the person approved it"} with input as resource
	not request_approved.pass with input as resource
	count(request_approved.not_applicable) == 0 with input as resource
}

test_fails_open_ended if {
	resource := object.union(golden, {"external": true})
	request_approved.fail == {"a third party has access without an end"} with input as resource
	not request_approved.pass with input as resource
	count(request_approved.not_applicable) == 0 with input as resource
}

test_fails_unapproved if {
	resource := object.union(golden, {"approver": null, "approved_at": null})
	request_approved.fail == {"nobody has approved it"} with input as resource
	not request_approved.pass with input as resource
	count(request_approved.not_applicable) == 0 with input as resource
}

test_skips_what_was_not_given if {
	resource := object.union(golden, {"granted_at": null})
	request_approved.not_applicable == {"access was not given"} with input as resource
	not request_approved.pass with input as resource
	count(request_approved.fail) == 0 with input as resource
}
