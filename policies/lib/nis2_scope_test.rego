package lib.nis2_scope_test

import rego.v1

import data.lib.nis2_scope

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
}

# What is answered, the class, and the article that decides; null where several rules are open.
cases := {
	"49 staff, no money above": [{"entity_types": ["cloud"], "staff": 49, "turnover_eur": 9000000, "balance_eur": 9000000}, "out_of_scope", "Art. 2(1)"],
	"50 staff are medium-sized, whatever the money": [{"entity_types": ["cloud"], "staff": 50, "turnover_eur": 0, "balance_eur": 0}, "important", "Art. 3(2)"],
	"249 staff are not large": [{"entity_types": ["cloud"], "staff": 249, "turnover_eur": 50000000, "balance_eur": 43000000}, "important", "Art. 3(2)"],
	"250 staff are large, whatever the money": [{"entity_types": ["cloud"], "staff": 250, "turnover_eur": 0, "balance_eur": 0}, "essential", "Art. 3(1)(a)"],
	"10 million each is still small": [{"entity_types": ["cloud"], "staff": 10, "turnover_eur": 10000000, "balance_eur": 10000000}, "out_of_scope", "Art. 2(1)"],
	"turnover alone above 10 million is still small": [{"entity_types": ["cloud"], "staff": 30, "turnover_eur": 15000000, "balance_eur": 10000000}, "out_of_scope", "Art. 2(1)"],
	"balance sheet alone above 10 million is still small": [{"entity_types": ["cloud"], "staff": 30, "turnover_eur": 10000000, "balance_eur": 15000000}, "out_of_scope", "Art. 2(1)"],
	"both above 10 million are medium-sized": [{"entity_types": ["cloud"], "staff": 30, "turnover_eur": 10000001, "balance_eur": 10000001}, "important", "Art. 3(2)"],
	"turnover alone above 50 million is still medium-sized": [{"entity_types": ["cloud"], "staff": 200, "turnover_eur": 60000000, "balance_eur": 43000000}, "important", "Art. 3(2)"],
	"balance sheet alone above 43 million is still medium-sized": [{"entity_types": ["cloud"], "staff": 200, "turnover_eur": 50000000, "balance_eur": 60000000}, "important", "Art. 3(2)"],
	"both above 50 and 43 million are large": [{"entity_types": ["cloud"], "staff": 200, "turnover_eur": 50000001, "balance_eur": 43000001}, "essential", "Art. 3(1)(a)"],
	"two staff and both above are large": [{"entity_types": ["cloud"], "staff": 2, "turnover_eur": 60000000, "balance_eur": 60000000}, "essential", "Art. 3(1)(a)"],
	"cloud, 60 staff": [{"entity_types": ["cloud"], "staff": 60, "turnover_eur": 8000000, "balance_eur": 5000000}, "important", "Art. 3(2)"],
	"cloud, 260 staff": [{"entity_types": ["cloud"], "staff": 260, "turnover_eur": 30000000, "balance_eur": 20000000}, "essential", "Art. 3(1)(a)"],
	"DNS at any size": [{"entity_types": ["dns"], "staff": 5, "turnover_eur": 1000000, "balance_eur": 1000000}, "essential", "Art. 3(1)(b)"],
	"DNS, size not said": [{"entity_types": ["dns"]}, "essential", "Art. 3(1)(b)"],
	"TLD registry at any size": [{"entity_types": ["tld_registry"], "staff": 5}, "essential", "Art. 3(1)(b)"],
	"qualified trust service at any size": [{"entity_types": ["trust_service"], "qualified_trust_service": true, "staff": 8, "turnover_eur": 1000000, "balance_eur": 1000000}, "essential", "Art. 3(1)(b)"],
	"trust service not qualified, micro": [{"entity_types": ["trust_service"], "qualified_trust_service": false, "staff": 8, "turnover_eur": 1000000, "balance_eur": 1000000}, "important", "Art. 3(2)"],
	"trust service not qualified, large": [{"entity_types": ["trust_service"], "qualified_trust_service": false, "staff": 300}, "essential", "Art. 3(1)(a)"],
	"trust service, qualified or not, large": [{"entity_types": ["trust_service"], "staff": 300}, "essential", "Art. 3(1)(b)"],
	"trust service, not said whether qualified, micro": [{"entity_types": ["trust_service"], "staff": 8, "turnover_eur": 1000000, "balance_eur": 1000000}, "undetermined", null],
	"telecom services, small": [{"entity_types": ["public_ecs"], "staff": 20, "turnover_eur": 3000000, "balance_eur": 2000000}, "important", "Art. 3(2)"],
	"telecom services, medium": [{"entity_types": ["public_ecs"], "staff": 80, "turnover_eur": 12000000, "balance_eur": 11000000}, "essential", "Art. 3(1)(c)"],
	"telecom networks, medium by staff": [{"entity_types": ["public_ecn"], "staff": 50}, "essential", "Art. 3(1)(c)"],
	"marketplace, large: Annex II is never essential by size": [{"entity_types": ["marketplace"], "staff": 400, "turnover_eur": 90000000, "balance_eur": 80000000}, "important", "Art. 3(2)"],
	"search engine, small": [{"entity_types": ["search_engine"], "staff": 10, "turnover_eur": 1000000, "balance_eur": 1000000}, "out_of_scope", "Art. 2(1)"],
	"managed services, below every ceiling": [{"entity_types": ["msp"], "staff": 49, "turnover_eur": 9000000, "balance_eur": 9000000}, "out_of_scope", "Art. 2(1)"],
	"managed security services, medium": [{"entity_types": ["mssp"], "staff": 51, "turnover_eur": 50000000, "balance_eur": 90000000}, "important", "Art. 3(2)"],
	"domain registration, small": [{"entity_types": ["domain_registration"], "staff": 12, "turnover_eur": 2000000, "balance_eur": 1000000}, "registration_duties_only", "Art. 2(4)"],
	"domain registration, large: size does not matter": [{"entity_types": ["domain_registration"], "staff": 900, "turnover_eur": 90000000, "balance_eur": 90000000}, "registration_duties_only", "Art. 2(4)"],
	"domain registration and cloud, medium": [{"entity_types": ["domain_registration", "cloud"], "staff": 60, "turnover_eur": 50000000, "balance_eur": 90000000}, "important", "Art. 3(2)"],
	"Annex I and II together: the stricter holds": [{"entity_types": ["marketplace", "cloud"], "staff": 400}, "essential", "Art. 3(1)(a)"],
	"energy, part of the sector, large": [{"entity_types": [], "sectors": ["energy.gas"], "staff": 300}, "essential", "Art. 3(1)(a)"],
	"food, large": [{"entity_types": [], "sectors": ["food"], "staff": 3000}, "important", "Art. 3(2)"],
	"manufacturing, small": [{"entity_types": [], "sectors": ["manufacturing"], "staff": 20, "turnover_eur": 1000000, "balance_eur": 1000000}, "out_of_scope", "Art. 2(1)"],
	"bank, medium": [{"entity_types": [], "sectors": ["banking"], "staff": 100, "turnover_eur": 50000000, "balance_eur": 90000000}, "important", "Art. 3(2)"],
	"no sector of the annexes, very large": [{"entity_types": ["other"], "sectors": [], "staff": 9000, "turnover_eur": 900000000, "balance_eur": 900000000}, "out_of_scope", "Art. 2(1)"],
	"digital infrastructure of a kind not said, large": [{"entity_types": [], "sectors": ["digital_infrastructure"], "staff": 300}, "essential", null],
	"digital infrastructure of a kind not said, medium": [{"entity_types": [], "sectors": ["digital_infrastructure"], "staff": 60, "turnover_eur": 9000000, "balance_eur": 9000000}, "undetermined", null],
	"central government": [{"entity_types": [], "sectors": ["public_administration"], "public_administration": "central", "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "essential", "Art. 3(1)(d)"],
	"regional administration": [{"entity_types": [], "sectors": [], "public_administration": "regional", "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "important", "Art. 3(2)"],
	"local administration added by national law": [{"entity_types": [], "sectors": [], "public_administration": "local", "added_by_member_state": true, "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "important", "Art. 3(2)"],
	"local administration": [{"entity_types": [], "sectors": [], "public_administration": "local", "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "out_of_scope", "Art. 2(1)"],
	"local administration, large: not in Annex I": [{"entity_types": [], "sectors": ["public_administration"], "public_administration": "local", "staff": 300}, "out_of_scope", "Art. 2(1)"],
	"central government by its part of the sector": [{"entity_types": [], "sectors": ["public_administration.central_government"], "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "essential", "Art. 3(1)(d)"],
	"regional administration by its part of the sector": [{"entity_types": [], "sectors": ["public_administration.regional_level"], "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "important", "Art. 3(2)"],
	"public administration of a level not said, small": [{"entity_types": [], "sectors": ["public_administration"], "staff": 10, "turnover_eur": 0, "balance_eur": 0}, "undetermined", null],
	"public administration of a level not said, large": [{"entity_types": [], "sectors": ["public_administration"], "staff": 300}, "essential", null],
	"sole provider, small": [{"entity_types": ["cloud"], "designations": ["sole_provider"], "staff": 5, "turnover_eur": 1000000, "balance_eur": 1000000}, "important", "Art. 3(2)"],
	"systemic risk, identified as essential": [{"entity_types": ["cloud"], "designations": ["systemic_risk"], "designated_essential": true, "staff": 5, "turnover_eur": 1000000, "balance_eur": 1000000}, "essential", "Art. 3(1)(e)"],
	"critical entity, small": [{"entity_types": [], "sectors": ["energy"], "critical_entity": true, "staff": 5, "turnover_eur": 1000000, "balance_eur": 1000000}, "essential", "Art. 3(1)(f)"],
	"operator of essential services, medium": [{"entity_types": [], "sectors": ["health"], "essential_services_operator": true, "staff": 60}, "essential", "Art. 3(1)(g)"],
	"defence administration": [{"entity_types": [], "sectors": ["public_administration"], "public_administration": "central", "exclusions": ["security_administration"]}, "out_of_scope", "Art. 2(7) to (10)"],
	"a trust service is not excluded": [{"entity_types": ["trust_service"], "qualified_trust_service": true, "exclusions": ["security_administration"]}, "essential", "Art. 3(1)(b)"],
	"exempt from DORA": [{"entity_types": ["trust_service"], "qualified_trust_service": true, "sectors": ["banking"], "exclusions": ["dora_exempt"]}, "out_of_scope", "Art. 2(7) to (10)"],
	"no services in the Union": [{"entity_types": ["dns"], "member_states": ["US"], "staff": 900}, "out_of_scope", "Art. 2(1)"],
	"served from outside the Union": [{"entity_types": ["cloud"], "member_state": "US", "member_states": ["DE", "US"], "staff": 900}, "essential", "Art. 3(1)(a)"],
	"size not said": [{"entity_types": ["cloud"]}, "undetermined", null],
	"staff alone decides at 250": [{"entity_types": ["cloud"], "staff": 250}, "essential", "Art. 3(1)(a)"],
	"49 staff alone decide nothing": [{"entity_types": ["cloud"], "staff": 49}, "undetermined", null],
	"Annex II, staff alone decides at 50": [{"entity_types": ["marketplace"], "staff": 50}, "important", "Art. 3(2)"],
	"nothing said": [{}, "undetermined", null],
	"money alone above both ceilings decides": [{"entity_types": ["cloud"], "turnover_eur": 50000001, "balance_eur": 43000001}, "essential", "Art. 3(1)(a)"],
}

answers(case) := object.union(unsaid, case[0])

# The first rule that is not ruled out.
deciding(e) := nis2_scope.open(e)[0].cite

regulation(e) := nis2_scope.regulation(e, nis2_scope.class(e))

regardless(e) := nis2_scope.regardless(e, nis2_scope.open(e))

test_the_class_of_every_case if {
	wrong := {name: got |
		some name, case in cases
		got := nis2_scope.class(answers(case))
		got != case[1]
	}
	wrong == {}
	count(cases) >= 40
}

test_the_article_of_every_case if {
	wrong := {name: got |
		some name, case in cases
		case[2] != null
		got := deciding(answers(case))
		got != case[2]
	}
	wrong == {}
}

test_every_case_has_one_class_and_one_size if {
	{name | some name, case in cases; nis2_scope.class(answers(case))} == {name | some name, _ in cases}
	{name | some name, case in cases; nis2_scope.size(answers(case))} == {name | some name, _ in cases}
	{name | some name, case in cases; is_string(regulation(answers(case)))} == {name | some name, _ in cases}
	{name | some name, case in cases; is_string(regardless(answers(case)))} == {name | some name, _ in cases}
}

sizes := [
	[{"staff": 9, "turnover_eur": 2000000, "balance_eur": 9000000}, "micro"],
	[{"staff": 9, "turnover_eur": 9000000, "balance_eur": 2000000}, "micro"],
	[{"staff": 10, "turnover_eur": 2000000, "balance_eur": 2000000}, "small"],
	[{"staff": 9, "turnover_eur": 2000001, "balance_eur": 2000001}, "small"],
	[{"staff": 49, "turnover_eur": 10000000, "balance_eur": 90000000}, "small"],
	[{"staff": 49, "turnover_eur": 10000001, "balance_eur": 10000001}, "medium"],
	[{"staff": 50, "turnover_eur": 0, "balance_eur": 0}, "medium"],
	[{"staff": 249, "turnover_eur": 50000000, "balance_eur": 90000000}, "medium"],
	[{"staff": 249, "turnover_eur": 90000000, "balance_eur": 43000000}, "medium"],
	[{"staff": 249, "turnover_eur": 50000001, "balance_eur": 43000001}, "large"],
	[{"staff": 250, "turnover_eur": 0, "balance_eur": 0}, "large"],
	[{"staff": 300}, "large"],
	[{"staff": 60}, "unknown"],
	[{"staff": 60, "turnover_eur": 9}, "medium"],
	[{"turnover_eur": 9, "balance_eur": 9}, "unknown"],
	[{}, "unknown"],
]

test_the_size_of_every_case if {
	{[got, case] | some case in sizes; got := nis2_scope.size(answers(case)); got != case[1]} == set()
}

regulations := [
	[{"entity_types": ["cloud"], "staff": 60, "turnover_eur": 9, "balance_eur": 9}, "yes"],
	[{"entity_types": ["trust_service"], "qualified_trust_service": true}, "yes"],
	[{"entity_types": ["public_ecs"], "staff": 60}, "no"],
	[{"entity_types": ["ixp"], "staff": 300}, "no"],
	[{"entity_types": ["domain_registration"]}, "no"],
	[{"entity_types": ["cloud"], "staff": 9, "turnover_eur": 9, "balance_eur": 9}, "no"],
	[{"entity_types": ["cloud"]}, "unknown"],
	[{"entity_types": [], "sectors": ["digital_providers"], "staff": 300}, "unknown"],
	[{"entity_types": [], "sectors": ["digital_infrastructure"], "staff": 300}, "unknown"],
	[{"entity_types": [], "sectors": ["energy"], "staff": 300}, "no"],
]

test_whether_the_regulation_binds if {
	{[got, case] | some case in regulations; got := regulation(answers(case)); got != case[1]} == set()
}

test_what_makes_size_irrelevant if {
	regardless(answers([{"entity_types": ["dns"]}])) == "yes"
	regardless(answers([{"designations": ["public_safety"]}])) == "yes"
	regardless(answers([{"entity_types": ["cloud"], "staff": 300}])) == "no"
	nis2_scope.any_size_grounds(answers([{"designations": ["special_importance"]}])) == {"Art. 2(2)(e)"}
}
