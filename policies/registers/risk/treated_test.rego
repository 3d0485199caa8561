package registers.risk.treated_test

import rego.v1

import data.registers.risk.treated

golden := {
	"id": "treated-1",
	"kind": "registers.risk.risk",
	"source": "registers",
	"tolerated": false,
	"treatment": "reduce",
	"status": "open",
	"due_at": "2027-01-01T00:00:00Z",
	"reason": null,
	"approved_at": null,
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_while_treated if {
	treated.pass with input as golden with data.run as run
	count(treated.fail) == 0 with input as golden with data.run as run
	count(treated.not_applicable) == 0 with input as golden with data.run as run
}

test_passes_when_done if {
	resource := object.union(golden, {"status": "done", "due_at": "2020-01-01T00:00:00Z"})
	treated.pass with input as resource with data.run as run
	count(treated.fail) == 0 with input as resource with data.run as run
	count(treated.not_applicable) == 0 with input as resource with data.run as run
}

test_passes_when_accepted if {
	resource := object.union(golden, {
		"treatment": "accept",
		"reason": "The cost is higher than the loss.",
		"approved_at": "2026-10-01T00:00:00Z",
	})
	treated.pass with input as resource with data.run as run
	count(treated.fail) == 0 with input as resource with data.run as run
	count(treated.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_when_accepted_by_nobody if {
	resource := object.union(golden, {"treatment": "accept"})
	treated.fail == {"it is accepted without a reason", "it is accepted without an approval"}
		with input as resource
		with data.run as run
	not treated.pass with input as resource with data.run as run
	count(treated.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_without_date if {
	resource := object.union(golden, {"due_at": null})
	treated.fail == {"it is open and has no date"} with input as resource with data.run as run
	not treated.pass with input as resource with data.run as run
	count(treated.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_at_its_date if {
	resource := object.union(golden, {"due_at": "2026-11-24T02:00:00Z"})
	treated.fail == {"it is open and was due on 2026-11-24T02:00:00Z"}
		with input as resource
		with data.run as run
	not treated.pass with input as resource with data.run as run
	count(treated.not_applicable) == 0 with input as resource with data.run as run
}

test_skips_what_is_tolerated if {
	resource := object.union(golden, {"tolerated": true, "due_at": "2020-01-01T00:00:00Z"})
	treated.not_applicable == {"the risk is within the tolerance"}
		with input as resource
		with data.run as run
	not treated.pass with input as resource with data.run as run
	count(treated.fail) == 0 with input as resource with data.run as run
}
