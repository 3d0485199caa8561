# What follows from the scope decision, as one object for `assize scope`: class and reasons, duties, whether Regulation
# 2024/2690 binds, what the market expects, and which of four situations this is.
package lib.nis2_answer

import rego.v1

import data.lib.nis2_scope

# Article 27(1); Article 26(1)(b) names the same types.
in_eu_registry := {
	"dns", "tld_registry", "domain_registration", "cloud", "data_centre", "cdn", "msp", "mssp", "marketplace",
	"search_engine", "social_network",
}

answer(e) := told(e, nis2_scope.open(e))

told(e, rules) := whole(e, rules, nis2_scope.class_of(rules))

whole(e, rules, class) := {
	"class": class,
	"possible": sort({rule.then | some rule in rules}),
	"size": nis2_scope.size(e),
	"regardless_of_size": nis2_scope.regardless(e, rules),
	"reasons": rules,
	"missing": sort(missing(e, class)),
	"assumed": sort(assumed(e)),
	"regulation_2690": nis2_scope.regulation(e, class),
	"duties": duties(e, class),
	"notes": notes(e, class),
	"market": {"soc2": soc2(e), "iso27001": iso27001(e)},
	"situation": situation(e, class),
}

in_scope(class) if class in {"essential", "important"}

# Questions whose answers would decide. Nothing is missing when the class is certain.
missing(e, class) := {name |
	class == "undetermined"
	some name in {"staff", "turnover_eur", "balance_eur"}
	e[name] == null
} | {"entity_types" |
	class == "undetermined"
	nis2_scope.type_open(e)
} | {"qualified_trust_service" |
	class == "undetermined"
	"trust_service" in nis2_scope.types(e)
	e.qualified_trust_service == null
} | {"public_administration" |
	class == "undetermined"
	nis2_scope.level_open(e)
}

# Questions that nobody answered and that were taken as "no". Services in the Union are taken as given.
assumed(e) := {name |
	some name in {
		"public_administration", "designations", "designated_essential", "critical_entity",
		"essential_services_operator", "added_by_member_state", "exclusions", "member_states",
	}
	e[name] == null
	not by_sector(e, name)
}

# The sector that was named says it, or leaves it open.
by_sector(e, "public_administration") if "public_administration" in nis2_scope.sectors(e)

# Requirements that address the entity, beyond Articles 20, 21 and 23.
duties(e, class) := ["art.20", "art.21", "art.23", "art.3.4"] if {
	in_scope(class)
	not registered(e)
	not displaced(e, class)
}

# Art. 4: DORA takes the place of Chapter IV, which holds Articles 20, 21 and 23.
duties(e, class) := ["art.3.4"] if displaced(e, class)

duties(e, class) := ["art.20", "art.21", "art.23", "art.3.4", "art.27.2", "art.27.3"] if {
	in_scope(class)
	registered(e)
	not registry_data(e)
}

duties(e, class) := ["art.20", "art.21", "art.23", "art.3.4", "art.27.2", "art.27.3", "art.28.1"] if {
	in_scope(class)
	registry_data(e)
}

duties(e, class) := ["art.3.4", "art.27.2", "art.27.3", "art.28.1"] if class == "registration_duties_only"

duties(e, class) := [] if class in {"out_of_scope", "undetermined"}

registered(e) if count(nis2_scope.types(e) & in_eu_registry) > 0

registry_data(e) if count(nis2_scope.types(e) & {"tld_registry", "domain_registration"}) > 0

# What a reader must know besides.
notes(e, class) := [note | some group in all_notes(e, class); some note in group]

all_notes(e, class) := [
	[remark("Art. 2(8)", "The exemption is from Articles 21 and 23, for the activities that it names. Articles 3 and 27 stay, unless these are all that the entity does and the Member State exempts it from them too.") | exempted(e, class)],
	[remark("Art. 4, recital 28", "DORA (Regulation (EU) 2022/2554) applies in place of the rules on risk management, reporting and supervision.") | financial(e, class)],
	[remark("Art. 26(3)", "Established outside the Union and offering services in it: designate a representative in one of the Member States served.") | representative(e, class)],
	[remark("Art. 26(1)(b)", "One jurisdiction: that of the Member State of the main establishment, where decisions on the measures are mostly taken.") | main_establishment(e, class)],
	[remark("Art. 26(1)(a)", "For public electronic communications: jurisdiction of each Member State where they are provided.") | telecom_served(e, class)],
	[remark("2024/2690, annex 5.1.4", "Not bound itself, but customers who are must put security terms into their contracts: expect to be asked for this evidence.") | by_contract(e, class)],
	[remark("Art. 21(2)", "Regulation 2024/2690 does not bind this type: national rules under Article 21 do. Its annex is a sound default, not law.") | default_annex(e, class)],
	[remark("Annex to Recommendation 2003/361/EC, Art. 4(2)", "A size class is gained or lost only after two accounting periods in a row. Linked enterprises count in full, partners by their share (Art. 6).") | two_years(e, class)],
]

remark(cite, text) := {"cite": cite, "text": text}

displaced_sectors := {"banking", "financial_market_infrastructure"}

exempted(e, class) if {
	class == "out_of_scope"
	"exempted_by_member_state" in nis2_scope.exclusions(e)
}

financial(e, class) if {
	in_scope(class)
	count(nis2_scope.sectors(e) & displaced_sectors) > 0
}

# A financial entity, and nothing else that NIS2 names.
displaced(e, class) if {
	financial(e, class)
	count(nis2_scope.sectors(e) - displaced_sectors) == 0
	count(nis2_scope.types(e) - {"other"}) == 0
}

representative(e, class) if {
	class in {"essential", "important", "registration_duties_only"}
	registered(e)
	is_string(e.member_state)
	not e.member_state in nis2_scope.union
}

main_establishment(e, class) if {
	class in {"essential", "important", "registration_duties_only"}
	registered(e)
	not representative(e, class)
}

telecom_served(e, class) if {
	in_scope(class)
	count(nis2_scope.types(e) & {"public_ecn", "public_ecs"}) > 0
}

by_contract(e, class) if {
	not in_scope(class)
	"nis2_entities" in customers(e)
}

default_annex(e, class) if {
	in_scope(class)
	nis2_scope.regulation(e, class) == "no"
	not displaced(e, class)
}

two_years(e, _) if nis2_scope.size(e) != "unknown"

customers(e) := nis2_scope.items(e.customers)

programmes(e) := nis2_scope.items(e.programmes)

# No law asks for these; buyers do.
soc2(e) := {"expected": "unknown", "why": "customers were not named"} if e.customers == null

soc2(e) := {"expected": "yes", "why": "businesses in the United States ask their service providers for a SOC 2 report"} if {
	"us_businesses" in customers(e)
}

soc2(e) := {"expected": "no", "why": "no customer of a sort that usually asks for it"} if {
	e.customers != null
	not "us_businesses" in customers(e)
}

iso27001(e) := {"expected": "unknown", "why": "customers were not named"} if e.customers == null

iso27001(e) := {"expected": "yes", "why": "businesses and public bodies in Europe and elsewhere ask for an ISO/IEC 27001 certificate"} if {
	count(customers(e) & {"eu_businesses", "other_businesses", "public_sector", "nis2_entities"}) > 0
}

iso27001(e) := {"expected": "no", "why": "no customer of a sort that usually asks for it"} if {
	e.customers != null
	count(customers(e) & {"eu_businesses", "other_businesses", "public_sector", "nis2_entities"}) == 0
}

wants_soc2(e) if "soc2" in programmes(e)

wants_soc2(e) if soc2(e).expected == "yes"

# The four situations, or none of them yet.
situation(e, class) := "undecided" if class == "undetermined"

situation(e, class) := "nis2_with_soc2" if {
	in_scope(class)
	"soc2" in programmes(e)
}

situation(e, class) := "nis2_without_soc2" if {
	in_scope(class)
	not "soc2" in programmes(e)
}

situation(e, class) := "soc2_only" if {
	class in {"out_of_scope", "registration_duties_only"}
	wants_soc2(e)
}

situation(e, class) := "neither" if {
	class in {"out_of_scope", "registration_duties_only"}
	not wants_soc2(e)
}
