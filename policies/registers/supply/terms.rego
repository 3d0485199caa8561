# METADATA
# title: Contracts of important suppliers hold the security terms
# description: >-
#   What a supplier must do in an incident is decided when the contract is signed. The eight
#   terms of the annex are in it, or a reason says why not.
# custom:
#   kind: registers.supply.supplier
#   needs: [criticality, terms, terms_absent_reason]
#   severity: high
#   requirements:
#     soc2: [CC9.2, P6.5]
#     nis2: [art.21.2.d, ir.5.1.4.a, ir.5.1.4.b, ir.5.1.4.c, ir.5.1.4.d, ir.5.1.4.e, ir.5.1.4.f, ir.5.1.4.g, ir.5.1.4.h]
#     iso27001: [A.5.20]
#   remediation: >-
#     Agree on the missing terms, or enter terms_absent_reason.
package registers.supply.terms

import rego.v1

wanted := {"a", "b", "c", "d", "e", "f", "g", "h"}

important if input.criticality in {"high", "critical"}

missing := wanted - {term | some term in input.terms}

not_applicable contains "the supplier is of low or medium criticality" if input.criticality in {"low", "medium"}

pass if {
	important
	is_array(input.terms)
	count(missing) == 0
}

pass if {
	important
	count(missing) > 0
	is_string(input.terms_absent_reason)
}

fail contains sprintf("the contract lacks %s of annex 5.1.4, and no reason is given", [concat(", ", sort(missing))]) if {
	important
	count(missing) > 0
	input.terms_absent_reason == null
}
