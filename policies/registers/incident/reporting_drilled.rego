# METADATA
# title: Reporting to the authority was drilled within a year
# description: >-
#   The first hours of an incident are a bad time to look for a form and a telephone number. A
#   drill proves that the deadlines can be met.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.incident.drill/held_at, registers.incident.drill/purpose]
#   severity: medium
#   requirements:
#     soc2: [CC7.4, CC7.5]
#     nis2: [art.21.2.b, art.23.4.a, art.23.4.b, ir.3.5.5, ir.4.3.4]
#     iso27001: [A.5.24, A.5.5]
#   params: {max_age_days: 365}
#   remediation: >-
#     Hold a drill that plays awareness, early warning and notification, and enter it in the
#     register of drills.
package registers.incident.reporting_drilled

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.incident.drill"]
	entry.purpose == "reporting"
	days.within(entry.held_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no drill of reporting within the period" if count(recent) == 0
