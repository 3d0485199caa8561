# METADATA
# title: Serious findings of a penetration test are closed
# description: >-
#   A finding that stays open is known to the entity and to everybody it told. Serious ones are
#   fixed and tested again, or accepted with an approval.
# custom:
#   kind: registers.assurance.penetration_test
#   needs: [tested_at, serious_found, serious_fixed, serious_accepted]
#   severity: high
#   requirements:
#     soc2: [CC7.1, CC4.2]
#     nis2: [art.21.2.e, ir.6.5.2.c, ir.6.5.2.d, art.21.4]
#     iso27001: [A.8.29, A.8.8]
#   params: {max_open_days: 30}
#   remediation: >-
#     Fix the findings and have them tested again, or accept them with an approved exception.
package registers.assurance.penetration_followed_up

import rego.v1

import data.lib.days

open := (input.serious_found - input.serious_fixed) - input.serious_accepted

pass if open <= 0

not_applicable contains sprintf("%d serious findings are open, and the time for them runs", [open]) if {
	open > 0
	days.within(input.tested_at, data.run.as_of, data.params.max_open_days)
}

fail contains sprintf("%d of %d serious findings are open since %s", [open, input.serious_found, input.tested_at]) if {
	open > 0
	days.beyond(input.tested_at, data.run.as_of, data.params.max_open_days)
}
