# METADATA
# title: Risks are assessed every year
# description: >-
#   Every measure answers a risk. An assessment that is older than a year answers last year's
#   risks.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.risk.assessment/assessed_at, registers.risk.assessment/approved_at]
#   severity: high
#   requirements:
#     soc2: [CC3.2, CC3.4]
#     nis2: [art.21.2.a, ir.2.1.1, ir.2.1.4]
#     iso27001: [cl.6.1.2, cl.8.2]
#   params: {max_age_days: 365}
#   remediation: >-
#     Assess the risks, have the result approved, and enter it in the register of risk
#     assessments.
package registers.risk.assessment_current

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.risk.assessment"]
	is_string(entry.approved_at)
	days.within(entry.assessed_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no approved risk assessment within the period" if count(recent) == 0
