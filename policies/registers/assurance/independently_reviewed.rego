# METADATA
# title: Security was reviewed independently within a year
# description: >-
#   Nobody sees the mistakes in his own work. A review by somebody outside the area goes to the
#   management body, which must act on it.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.assurance.review/done_at
#     - registers.assurance.review/independent
#     - registers.assurance.review/reported_at
#   severity: medium
#   requirements:
#     soc2: [CC4.1, CC4.2]
#     nis2: [art.21.2.f, ir.2.3.1, ir.2.3.2, ir.2.3.3]
#     iso27001: [A.5.35, cl.9.2.1]
#   params: {max_age_days: 365}
#   remediation: >-
#     Have the review done by somebody outside the area, report it to the management body, and
#     enter both.
package registers.assurance.independently_reviewed

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.assurance.review"]
	entry.independent == true
	is_string(entry.reported_at)
	days.within(entry.done_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no independent review was done and reported within the period" if count(recent) == 0
