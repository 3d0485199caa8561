# Whom NIS2 binds: Directive (EU) 2022/2555, Articles 2 and 3 with Annexes I and II, and Implementing Regulation (EU)
# 2024/2690, Article 1. The answers are one object; what was not answered is null. Money is in euros, staff in annual work
# units, partner and linked enterprises counted in. National law may add entities; an answer says so.
package lib.nis2_scope

import rego.v1

# The 27 Member States; Greece is GR in ISO 3166 and EL in the Union's own texts.
union := {
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR",
	"HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}

# Annex I, points 8 and 9, and Annex II, point 6, name types of provider.
infrastructure := {"ixp", "dns", "tld_registry", "cloud", "data_centre", "cdn", "trust_service", "public_ecn", "public_ecs"}

annex_1_types := infrastructure | {"msp", "mssp"}

annex_2_types := {"marketplace", "search_engine", "social_network"}

annex_1_sectors := {
	"energy", "transport", "banking", "financial_market_infrastructure", "health", "drinking_water", "waste_water",
	"digital_infrastructure", "ict_service_management", "public_administration", "space",
}

annex_2_sectors := {
	"postal_and_courier", "waste_management", "chemicals", "food", "manufacturing", "digital_providers", "research",
}

# Article 1 of the regulation.
bound_by_regulation := {
	"dns", "tld_registry", "cloud", "data_centre", "cdn", "msp", "mssp", "marketplace", "search_engine",
	"social_network", "trust_service",
}

# The rules that may decide, in their order: those that cannot be decided, up to the first that holds.
open(e) := [rule |
	all := rules(e)
	first := min({i | some i, rule in all; rule.holds == "yes"})
	some i, rule in all
	i <= first
	rule.holds != "no"
]

# The class, if every rule that may decide says the same.
class(e) := class_of(open(e))

class_of(rules) := only if {
	classes := {rule.then | some rule in rules}
	count(classes) == 1
	some only in classes
}

class_of(rules) := "undetermined" if count({rule.then | some rule in rules}) != 1

# The rules in the order in which they decide.
rules(e) := [
	step(outside_union(e), "out_of_scope", "Art. 2(1)", "no services or activities in the Union"),
	step(excluded(e), "out_of_scope", "Art. 2(7) to (10)", "excluded: national security, public security, defence or law enforcement, or exempt from DORA"),
	step(always_essential(e), "essential", "Art. 3(1)(b)", "DNS service provider, TLD name registry or qualified trust service provider, at any size"),
	step(telecom_medium(e), "essential", "Art. 3(1)(c)", "public electronic communications, at least medium-sized"),
	step(administration(e, "central"), "essential", "Art. 3(1)(d)", "public administration of central government, at any size"),
	step(said(e.designated_essential, true), "essential", "Art. 3(1)(e)", "identified as essential by a Member State under Art. 2(2)(b) to (e)"),
	step(said(e.critical_entity, true), "essential", "Art. 3(1)(f)", "critical entity under Directive (EU) 2022/2557, at any size"),
	step(said(e.essential_services_operator, true), "essential", "Art. 3(1)(g)", "operator of essential services since before 16 January 2023, and the Member State so provides"),
	step(both(in_annex(e, 1), exceeds(e, 250, 50000000, 43000000)), "essential", "Art. 3(1)(a)", "of a type in Annex I, and larger than a medium-sized enterprise"),
	step(both(in_annex(e, 2), exceeds(e, 50, 10000000, 10000000)), "important", "Art. 3(2)", "of a type in Annex I or II, at least medium-sized, and not essential"),
	step(holds("domain_registration" in types(e)), "registration_duties_only", "Art. 2(4)", "domain name registration services: Art. 3(3), 3(4), 27 and 28 only"),
	step(any_size(e), "important", "Art. 3(2)", "in scope at any size by Art. 2(2) or 2(5), and not essential"),
	step("yes", "out_of_scope", "Art. 2(1)", "neither of a type in scope at any size, nor of a type in Annex I or II and at least medium-sized"),
]

step(state, then, cite, why) := {"holds": state, "then": then, "cite": cite, "why": why}

# Three answers: yes, no, unknown.
holds(condition) := "yes" if condition

holds(condition) := "no" if not condition

said(answer, wanted) := "yes" if answer == wanted

said(answer, wanted) := "no" if answer != wanted

both(a, b) := "no" if "no" in {a, b}

both(a, b) := "yes" if {a, b} == {"yes"}

both(a, b) := "unknown" if {
	"unknown" in {a, b}
	not "no" in {a, b}
}

# A list as a set; one that was not answered is empty.
items(answer) := {item |
	is_array(answer)
	some item in answer
}

types(e) := items(e.entity_types)

# Sectors without their parts: energy.gas is energy. Annex I, point 10, has no local administration.
sectors(e) := {sector |
	some item in items(e.sectors)
	sector := split(item, ".")[0]
	not local(e, sector)
}

local(e, "public_administration") if e.public_administration == "local"

# The level of a public administration: as answered, or by the part of the sector that was named.
level(e) := e.public_administration if e.public_administration != null

level(e) := "central" if {
	e.public_administration == null
	"public_administration.central_government" in items(e.sectors)
}

level(e) := "regional" if {
	e.public_administration == null
	not "public_administration.central_government" in items(e.sectors)
	"public_administration.regional_level" in items(e.sectors)
}

level(e) := "none" if {
	e.public_administration == null
	not "public_administration" in sectors(e)
}

# The sector was named without its level.
level(e) := "open" if level_open(e)

level_open(e) if {
	e.public_administration == null
	"public_administration" in items(e.sectors)
	count({"public_administration.central_government", "public_administration.regional_level"} & items(e.sectors)) == 0
}

administration(e, _) := "unknown" if level_open(e)

administration(e, wanted) := said(level(e), wanted) if not level_open(e)

# Nothing is known of the types and sectors.
nothing_said(e) if {
	e.entity_types == null
	e.sectors == null
}

# Digital infrastructure was named, but not which.
type_open(e) if {
	"digital_infrastructure" in sectors(e)
	count(types(e) & infrastructure) == 0
}

type_open(e) if nothing_said(e)

# By up to which annex: 1 for Annex I, 2 for either.
in_annex(e, 1) := "yes" if listed_1(e)

in_annex(e, 2) := "yes" if listed_1(e)

in_annex(e, 2) := "yes" if listed_2(e)

in_annex(e, 1) := "no" if {
	not nothing_said(e)
	not listed_1(e)
}

in_annex(e, 2) := "no" if {
	not nothing_said(e)
	not listed_1(e)
	not listed_2(e)
}

in_annex(e, _) := "unknown" if nothing_said(e)

listed_1(e) if count(types(e) & annex_1_types) > 0

listed_1(e) if count(sectors(e) & annex_1_sectors) > 0

listed_2(e) if count(types(e) & annex_2_types) > 0

listed_2(e) if count(sectors(e) & annex_2_sectors) > 0

# Annex to Recommendation 2003/361/EC, Art. 2: an enterprise stays within a class if its staff is below the ceiling and its
# turnover OR its balance sheet is not above it. So money lifts it only if both exceed.
exceeds(e, staff, turnover, balance) := "yes" if over(e, staff, turnover, balance)

exceeds(e, staff, turnover, balance) := "no" if within(e, staff, turnover, balance)

exceeds(e, staff, turnover, balance) := "unknown" if {
	not over(e, staff, turnover, balance)
	not within(e, staff, turnover, balance)
}

over(e, staff, _, _) if {
	is_number(e.staff)
	e.staff >= staff
}

over(e, _, turnover, balance) if {
	is_number(e.turnover_eur)
	is_number(e.balance_eur)
	e.turnover_eur > turnover
	e.balance_eur > balance
}

within(e, staff, turnover, _) if {
	is_number(e.staff)
	is_number(e.turnover_eur)
	e.staff < staff
	e.turnover_eur <= turnover
}

within(e, staff, _, balance) if {
	is_number(e.staff)
	is_number(e.balance_eur)
	e.staff < staff
	e.balance_eur <= balance
}

size(e) := "large" if exceeds(e, 250, 50000000, 43000000) == "yes"

size(e) := "medium" if {
	exceeds(e, 250, 50000000, 43000000) == "no"
	exceeds(e, 50, 10000000, 10000000) == "yes"
}

size(e) := "small" if {
	exceeds(e, 50, 10000000, 10000000) == "no"
	exceeds(e, 10, 2000000, 2000000) == "yes"
}

size(e) := "micro" if exceeds(e, 10, 2000000, 2000000) == "no"

size(e) := "unknown" if {
	exceeds(e, 250, 50000000, 43000000) != "yes"
	"unknown" in {exceeds(e, 250, 50000000, 43000000), exceeds(e, 50, 10000000, 10000000), exceeds(e, 10, 2000000, 2000000)}
}

outside_union(e) := "yes" if {
	is_array(e.member_states)
	count(items(e.member_states) & union) == 0
}

outside_union(e) := "no" if not is_array(e.member_states)

outside_union(e) := "no" if count(items(e.member_states) & union) > 0

# Art. 2(9): a trust service provider is not excluded by 2(7) and 2(8).
excluded(e) := holds(count(exclusions(e)) > 0)

exclusions(e) := (items(e.exclusions) & {"dora_exempt"}) | {one |
	some one in items(e.exclusions)
	not "trust_service" in types(e)
}

always_essential(e) := "yes" if count(types(e) & {"dns", "tld_registry"}) > 0

always_essential(e) := "yes" if {
	"trust_service" in types(e)
	e.qualified_trust_service == true
}

always_essential(e) := "unknown" if {
	count(types(e) & {"dns", "tld_registry"}) == 0
	maybe_always(e)
}

always_essential(e) := "no" if {
	count(types(e) & {"dns", "tld_registry"}) == 0
	not qualified(e)
	not maybe_always(e)
}

qualified(e) if {
	"trust_service" in types(e)
	e.qualified_trust_service == true
}

maybe_always(e) if {
	"trust_service" in types(e)
	e.qualified_trust_service == null
}

maybe_always(e) if {
	not qualified(e)
	type_open(e)
}

telecom(e) := "yes" if count(types(e) & {"public_ecn", "public_ecs"}) > 0

telecom(e) := "unknown" if type_open(e)

telecom(e) := "no" if {
	count(types(e) & {"public_ecn", "public_ecs"}) == 0
	not type_open(e)
}

telecom_medium(e) := both(telecom(e), exceeds(e, 50, 10000000, 10000000))

# Art. 2(2)(a), (b) to (e), (f)(ii), and 2(5).
any_size(e) := "yes" if count(any_size_grounds(e)) > 0

any_size(e) := "unknown" if {
	count(any_size_grounds(e)) == 0
	any_size_open(e)
}

any_size(e) := "no" if {
	count(any_size_grounds(e)) == 0
	not any_size_open(e)
}

any_size_open(e) if type_open(e)

any_size_open(e) if level_open(e)

any_size_grounds(e) := {ground | some type, ground in any_size_types; type in types(e)} | {ground |
	some name, ground in designation_grounds
	name in items(e.designations)
} | {"Art. 2(2)(f)(ii)" | level(e) == "regional"} | {"Art. 2(5)" | e.added_by_member_state == true}

any_size_types := {"trust_service": "Art. 2(2)(a)", "public_ecn": "Art. 2(2)(a)", "public_ecs": "Art. 2(2)(a)"}

designation_grounds := {
	"sole_provider": "Art. 2(2)(b)",
	"public_safety": "Art. 2(2)(c)",
	"systemic_risk": "Art. 2(2)(d)",
	"special_importance": "Art. 2(2)(e)",
}

# In scope whatever its size is, or not for its size.
regardless(e, rules) := holds(count(any_size_grounds(e) | sizeless(rules)) > 0)

sizeless(rules) := {rule.cite |
	some rule in rules
	rule.holds == "yes"
	rule.cite in {"Art. 3(1)(b)", "Art. 3(1)(d)", "Art. 3(1)(e)", "Art. 3(1)(f)", "Art. 3(1)(g)", "Art. 2(4)"}
}

# Article 1 of Regulation 2024/2690 binds entities of eleven types, if the directive binds them.
regulation(_, class) := "no" if class in {"out_of_scope", "registration_duties_only"}

regulation(_, "undetermined") := "unknown"

regulation(e, class) := "yes" if {
	class in {"essential", "important"}
	count(types(e) & bound_by_regulation) > 0
}

regulation(e, class) := "unknown" if {
	class in {"essential", "important"}
	count(types(e) & bound_by_regulation) == 0
	type_unsaid(e)
}

regulation(e, class) := "no" if {
	class in {"essential", "important"}
	count(types(e) & bound_by_regulation) == 0
	not type_unsaid(e)
}

# A sector whose types decide was named without any of them.
type_unsaid(e) if type_open(e)

type_unsaid(e) if {
	count(sectors(e) & {"ict_service_management", "digital_providers"}) > 0
	count(types(e)) == 0
}
