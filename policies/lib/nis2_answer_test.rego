package lib.nis2_answer_test

import rego.v1

import data.lib.nis2_answer

# Nothing is answered.
unsaid := {
	"entity_types": null,
	"sectors": null,
	"staff": null,
	"turnover_eur": null,
	"balance_eur": null,
	"qualified_trust_service": null,
	"public_administration": null,
	"designations": null,
	"designated_essential": null,
	"critical_entity": null,
	"essential_services_operator": null,
	"added_by_member_state": null,
	"exclusions": null,
	"member_state": null,
	"member_states": null,
	"customers": null,
	"programmes": null,
}

answer(given) := nis2_answer.answer(object.union(unsaid, given))

small := {"entity_types": ["cloud"], "staff": 9, "turnover_eur": 1, "balance_eur": 1}

large := {"entity_types": ["cloud"], "staff": 300}

cites(given) := {note.cite | some note in answer(given).notes}

test_an_answer_is_whole if {
	object.keys(answer({})) == {
		"class", "possible", "size", "regardless_of_size", "reasons", "missing", "assumed", "regulation_2690", "duties",
		"notes", "market", "situation",
	}
	answer({}).class == "undetermined"
	answer({}).missing == ["balance_eur", "entity_types", "staff", "turnover_eur"]
	answer({}).duties == []
	answer({}).situation == "undecided"
}

test_reasons_end_with_the_rule_that_holds if {
	[reason.holds | some reason in answer(large).reasons] == ["yes"]
	open := answer({"entity_types": ["cloud"]})
	[reason.holds | some reason in open.reasons] == ["unknown", "unknown", "yes"]
	open.possible == ["essential", "important", "out_of_scope"]
}

test_missing_names_what_would_decide if {
	answer(large).missing == []
	answer({"entity_types": ["cloud"], "staff": 20}).missing == ["balance_eur", "turnover_eur"]
	answer({"entity_types": ["trust_service"], "staff": 9, "turnover_eur": 1, "balance_eur": 1}).missing == ["qualified_trust_service"]
	answer({"entity_types": [], "sectors": ["public_administration"], "staff": 9, "turnover_eur": 1, "balance_eur": 1}).missing == ["public_administration"]
}

test_what_was_assumed_is_said if {
	"critical_entity" in answer(large).assumed
	not "critical_entity" in answer(object.union(large, {"critical_entity": false})).assumed
	"public_administration" in answer(large).assumed
	not "public_administration" in answer({"sectors": ["public_administration.regional_level"], "staff": 9}).assumed
}

duties := [
	[large, {"art.20", "art.21", "art.23", "art.3.4", "art.27.2", "art.27.3"}],
	[{"sectors": ["energy"], "staff": 300}, {"art.20", "art.21", "art.23", "art.3.4"}],
	[{"entity_types": ["tld_registry"]}, {"art.20", "art.21", "art.23", "art.3.4", "art.27.2", "art.27.3", "art.28.1"}],
	[{"entity_types": ["domain_registration"]}, {"art.3.4", "art.27.2", "art.27.3", "art.28.1"}],
	[{"entity_types": ["trust_service"], "qualified_trust_service": true}, {"art.20", "art.21", "art.23", "art.3.4"}],
	[{"sectors": ["banking"], "staff": 300}, {"art.3.4"}],
	[{"sectors": ["banking", "health"], "staff": 300}, {"art.20", "art.21", "art.23", "art.3.4"}],
	[{"sectors": ["banking"], "entity_types": ["cloud"], "staff": 300}, {"art.20", "art.21", "art.23", "art.3.4", "art.27.2", "art.27.3"}],
	[small, set()],
]

test_duties_follow_class_and_type if {
	{[case, got] | some case in duties; got := {d | some d in answer(case[0]).duties}; got != case[1]} == set()
}

test_notes_are_given_where_they_apply if {
	cites(object.union(large, {"member_state": "US", "member_states": ["DE"]})) & {"Art. 26(3)", "Art. 26(1)(b)"} == {"Art. 26(3)"}
	cites(object.union(large, {"member_state": "DE"})) & {"Art. 26(3)", "Art. 26(1)(b)"} == {"Art. 26(1)(b)"}
	"Art. 4, recital 28" in cites({"sectors": ["banking"], "staff": 300})
	not "Art. 4, recital 28" in cites(large)
	"Art. 2(8)" in cites(object.union(large, {"exclusions": ["exempted_by_member_state"]}))
	not "Art. 2(8)" in cites(object.union(large, {"exclusions": ["security_administration"]}))
	"Art. 26(1)(a)" in cites({"entity_types": ["public_ecn"], "staff": 60})
	"2024/2690, annex 5.1.4" in cites(object.union(small, {"customers": ["nis2_entities"]}))
	not "2024/2690, annex 5.1.4" in cites(object.union(large, {"customers": ["nis2_entities"]}))
	"Art. 21(2)" in cites({"sectors": ["energy"], "staff": 300})
	not "Art. 21(2)" in cites({"sectors": ["banking"], "staff": 300})
	not "Art. 21(2)" in cites(large)
	not "Annex to Recommendation 2003/361/EC, Art. 4(2)" in cites({"entity_types": ["dns"]})
}

test_the_market_is_apart_from_the_law if {
	answer(small).market.soc2.expected == "unknown"
	answer(small).market.iso27001.expected == "unknown"
	buyers := answer(object.union(small, {"customers": ["us_businesses", "eu_businesses"]})).market
	[buyers.soc2.expected, buyers.iso27001.expected] == ["yes", "yes"]
	consumers := answer(object.union(small, {"customers": ["consumers"]})).market
	[consumers.soc2.expected, consumers.iso27001.expected] == ["no", "no"]
}

test_the_four_situations if {
	answer(small).situation == "neither"
	answer(object.union(small, {"programmes": ["soc2"]})).situation == "soc2_only"
	answer(object.union(small, {"customers": ["us_businesses"]})).situation == "soc2_only"
	answer(large).situation == "nis2_without_soc2"
	answer(object.union(large, {"programmes": ["soc2"]})).situation == "nis2_with_soc2"
	answer({"entity_types": ["domain_registration"]}).situation == "neither"
}
