package registers.access.review_carried_out_test

import rego.v1

import data.registers.access.review_carried_out

golden := {
	"id": "review_carried_out-1",
	"kind": "registers.access.review",
	"source": "registers",
	"accounts": 40,
	"removals_asked": 2,
	"removals_done": 2,
}

test_passes_when_done if {
	review_carried_out.pass with input as golden
	count(review_carried_out.fail) == 0 with input as golden
}

test_fails_when_open if {
	resource := object.union(golden, {"removals_done": 1})
	review_carried_out.fail == {"1 of 2 removals are not done"} with input as resource
	not review_carried_out.pass with input as resource
}

test_fails_when_empty if {
	resource := object.union(golden, {"accounts": 0})
	review_carried_out.fail == {"no account was looked at"} with input as resource
	not review_carried_out.pass with input as resource
}
