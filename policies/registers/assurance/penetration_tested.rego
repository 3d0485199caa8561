# METADATA
# title: A penetration test was done within a year
# description: >-
#   Only somebody who tries to get in finds what settings do not show. The test covers what is
#   exposed and is repeated.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.assurance.penetration_test/tested_at]
#   severity: high
#   requirements:
#     soc2: [CC4.1, CC7.1]
#     nis2: [art.21.2.e, art.21.2.f, ir.6.5.1, ir.6.5.2.a, ir.6.5.2.b]
#     iso27001: [A.8.29, A.8.8]
#   params: {max_age_days: 365}
#   remediation: >-
#     Have a penetration test done and enter it in the register.
package registers.assurance.penetration_tested

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.assurance.penetration_test"]
	days.within(entry.tested_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no penetration test within the period" if count(recent) == 0
