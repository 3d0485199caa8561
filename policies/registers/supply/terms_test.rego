package registers.supply.terms_test

import rego.v1

import data.registers.supply.terms

golden := {
	"id": "terms-1",
	"kind": "registers.supply.supplier",
	"source": "registers",
	"criticality": "critical",
	"terms": ["a", "b", "c", "d", "e", "f", "g", "h"],
	"terms_absent_reason": null,
}

test_passes_when_whole if {
	terms.pass with input as golden
	count(terms.fail) == 0 with input as golden
	count(terms.not_applicable) == 0 with input as golden
}

test_passes_with_a_reason if {
	resource := object.union(golden, {"terms": ["a"], "terms_absent_reason": "The law settles the rest."})
	terms.pass with input as resource
	count(terms.fail) == 0 with input as resource
	count(terms.not_applicable) == 0 with input as resource
}

test_fails_when_terms_are_missing if {
	resource := object.union(golden, {"terms": ["c", "d", "e", "f", "g", "h"]})
	terms.fail == {"the contract lacks a, b of annex 5.1.4, and no reason is given"}
		with input as resource
	not terms.pass with input as resource
	count(terms.not_applicable) == 0 with input as resource
}

test_skips_small_ones if {
	resource := object.union(golden, {"criticality": "low", "terms": []})
	terms.not_applicable == {"the supplier is of low or medium criticality"} with input as resource
	not terms.pass with input as resource
	count(terms.fail) == 0 with input as resource
}
