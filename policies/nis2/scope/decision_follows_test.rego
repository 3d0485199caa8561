package nis2.scope.decision_follows_test

import rego.v1

import data.nis2.scope.decision_follows

golden := {
	"id": "2026",
	"kind": "registers.governance.scope",
	"source": "registers",
	"entity_types": ["cloud", "msp"],
	"result": "important",
	"sectors": [],
	"staff": 60,
	"turnover_eur": 8000000,
	"balance_eur": 5000000,
	"qualified_trust_service": null,
	"public_administration": null,
	"designations": [],
	"designated_essential": null,
	"critical_entity": null,
	"essential_services_operator": null,
	"added_by_member_state": null,
	"exclusions": [],
	"member_states": [],
}

test_passes_when_it_follows if {
	decision_follows.pass with input as golden
	count(decision_follows.fail) == 0 with input as golden
	decision_follows.pass with input as object.union(golden, {"member_states": ["DE", "FR"]})
}

test_passes_at_the_limit_of_staff if {
	decision_follows.pass with input as object.union(golden, {"staff": 249, "result": "important"})
	decision_follows.pass with input as object.union(golden, {"staff": 250, "result": "essential"})
	decision_follows.pass with input as object.union(golden, {"staff": 49, "result": "out_of_scope"})
}

test_fails_when_it_says_something_else if {
	resource := object.union(golden, {"staff": 250})
	decision_follows.fail == {"the answers make it essential by Art. 3(1)(a), the register says important"}
		with input as resource
	not decision_follows.pass with input as resource
}

test_fails_when_the_services_are_elsewhere if {
	resource := object.union(golden, {"member_states": ["US"]})
	decision_follows.fail == {"the answers make it out_of_scope by Art. 2(1), the register says important"}
		with input as resource
}

test_fails_when_the_answers_do_not_decide if {
	resource := object.union(golden, {"turnover_eur": null, "balance_eur": null})
	decision_follows.fail == {"the answers leave open whether it is essential or important"} with input as resource
	not decision_follows.pass with input as resource
}
