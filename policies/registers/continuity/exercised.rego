# METADATA
# title: Continuity is exercised every year
# description: >-
#   People do in an incident what they have done before. An exercise shows what the plan leaves
#   out while that is still cheap.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.incident.drill/held_at, registers.incident.drill/purpose]
#   severity: medium
#   requirements:
#     soc2: [A1.3, CC7.5]
#     nis2: [art.21.2.c, ir.4.1.4, ir.4.3.4]
#     iso27001: [A.5.29, A.5.30]
#   params: {max_age_days: 365}
#   remediation: >-
#     Hold an exercise of the continuity plan and enter it in the register of drills.
package registers.continuity.exercised

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.incident.drill"]
	entry.purpose in {"continuity", "crisis"}
	days.within(entry.held_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no continuity or crisis drill within the period" if count(recent) == 0
