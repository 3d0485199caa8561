# METADATA
# title: The decision on the scope of NIS2 follows from its answers
# description: >-
#   Whether an entity is essential, important or out of scope decides which duties, deadlines and
#   fines apply. The answers that the decision rests on are judged again by Articles 2 and 3; a
#   decision that says something else, or rests on too few answers, is wrong or unproven.
# custom:
#   kind: registers.governance.scope
#   needs:
#     - entity_types
#     - result
#     - sectors
#     - staff
#     - turnover_eur
#     - balance_eur
#     - qualified_trust_service
#     - public_administration
#     - designations
#     - designated_essential
#     - critical_entity
#     - essential_services_operator
#     - added_by_member_state
#     - exclusions
#     - member_states
#   severity: high
#   requirements:
#     soc2: [CC2.3, CC3.1]
#     nis2: [art.2.1, art.2.2, art.3.1, art.3.2]
#     iso27001: [A.5.31]
#   remediation: >-
#     Ask `assize scope` with the same answers, and enter what it says with the answers that it
#     rests on in the register of scope.
package nis2.scope.decision_follows

import rego.v1

import data.lib.nis2_scope

answers := {
	"entity_types": input.entity_types,
	"sectors": input.sectors,
	"staff": input.staff,
	"turnover_eur": input.turnover_eur,
	"balance_eur": input.balance_eur,
	"qualified_trust_service": input.qualified_trust_service,
	"public_administration": input.public_administration,
	"designations": input.designations,
	"designated_essential": input.designated_essential,
	"critical_entity": input.critical_entity,
	"essential_services_operator": input.essential_services_operator,
	"added_by_member_state": input.added_by_member_state,
	"exclusions": input.exclusions,
	"member_states": states,
}

# A register holds an empty list where nothing was entered; that is not "nowhere in the Union".
states := input.member_states if count(input.member_states) > 0

states := null if count(input.member_states) == 0

rules := nis2_scope.open(answers)

class := nis2_scope.class_of(rules)

pass if class == input.result

fail contains sprintf("the answers make it %s by %s, the register says %s", [class, rules[0].cite, input.result]) if {
	class != "undetermined"
	class != input.result
}

fail contains sprintf("the answers leave open whether it is %s", [concat(" or ", sort({rule.then | some rule in rules}))]) if {
	class == "undetermined"
}
