# METADATA
# title: Recurring incidents are looked for every quarter
# description: >-
#   Two small incidents with one cause can be one significant incident. The Implementing
#   Regulation asks to look for them every quarter.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.incident.recurrence_review/reviewed_at]
#   severity: medium
#   requirements:
#     soc2: [CC7.3]
#     nis2: [art.21.2.b, ir.3.4.2.b]
#     iso27001: [A.5.25, A.5.27]
#   params: {max_age_days: 92}
#   remediation: >-
#     Compare the causes of the incidents of the last six months and enter the review.
package registers.incident.recurrence_reviewed

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.incident.recurrence_review"]
	days.within(entry.reviewed_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no look for recurring incidents within the period" if count(recent) == 0
