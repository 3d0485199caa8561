# METADATA
# title: Each system's access rights are reviewed every quarter
# description: >-
#   Rights pile up: people change teams and leave, projects end. Only a review at set intervals
#   finds what no request ever takes away.
# custom:
#   kind: registers.organization.entity
#   needs: [systems, registers.access.review/system, registers.access.review/reviewed_at]
#   severity: high
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.3, ir.11.3.3, ir.11.5.4]
#     iso27001: [A.5.18, A.8.2]
#   params: {max_age_days: 92}
#   remediation: >-
#     Review the accounts and rights of the system, and enter the review with what was removed.
package registers.access.reviews_done

import rego.v1

import data.lib.days
import data.lib.registers

reviewed := {review.system |
	some review in data.resources["registers.access.review"]
	days.within(review.reviewed_at, data.run.as_of, data.params.max_age_days)
}

missing := [system | some system in input.systems; not system in reviewed]

pass if {
	count(input.systems) > 0
	count(missing) == 0
}

fail contains "no system is listed for review" if input.systems == []

fail contains sprintf("%s was not reviewed within %d days", [system, data.params.max_age_days]) if some system in missing
