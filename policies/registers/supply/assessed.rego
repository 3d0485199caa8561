# METADATA
# title: Each supplier's risk is assessed in time
# description: >-
#   NIS2 asks for the security of the relation with each direct supplier. An assessment weighs
#   its weaknesses, the quality of its products and how it develops, and is repeated.
# custom:
#   kind: registers.supply.supplier
#   needs: [assessed_at, weaknesses, product_quality, development, risk_level]
#   severity: high
#   requirements:
#     soc2: [CC9.2, CC3.2]
#     nis2: [art.21.2.d, art.21.3, ir.5.1.2.a, ir.5.1.2.b, ir.5.1.2.c, ir.5.1.3, ir.5.1.5]
#     iso27001: [A.5.19, A.5.21]
#   params: {max_age_days: 365}
#   remediation: >-
#     Assess the supplier and enter assessed_at, weaknesses, product_quality, development and
#     risk_level.
package registers.supply.assessed

import rego.v1

import data.lib.days

parts := {"weaknesses": input.weaknesses, "product_quality": input.product_quality, "development": input.development, "risk_level": input.risk_level}

pass if {
	days.within(input.assessed_at, data.run.as_of, data.params.max_age_days)
	count([name | some name, part in parts; is_string(part)]) == 4
}

fail contains "it was never assessed" if input.assessed_at == null

fail contains sprintf("it was last assessed on %s", [input.assessed_at]) if {
	days.beyond(input.assessed_at, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("the assessment says nothing of %s", [name]) if {
	is_string(input.assessed_at)
	some name, part in parts
	part == null
}
