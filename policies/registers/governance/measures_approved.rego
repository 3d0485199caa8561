# METADATA
# title: The management body approved the measures as they are now
# description: >-
#   NIS2 makes the management body approve the measures and answer for them. The approval is
#   bound to the digest of the measures: a later change opens it again.
# custom:
#   kind: registers.governance.measure_set
#   needs:
#     - digest
#     - measures
#     - registers.governance.approval/measure_set
#     - registers.governance.approval/held_at
#     - registers.governance.approval/members
#   severity: high
#   requirements:
#     soc2: [CC1.2, CC5.3]
#     nis2: [art.20.1, art.21.1, ir.1.1.1.k, ir.1.1.2]
#     iso27001: [A.5.1, A.5.4, cl.5.1]
#   params: {max_age_days: 365}
#   remediation: >-
#     Lay the measures before the management body, and enter its approval with the digest that
#     `assize registers check` prints.
package registers.governance.measures_approved

import rego.v1

import data.lib.days
import data.lib.registers

approved := {approval.measure_set |
	some approval in data.resources["registers.governance.approval"]
	count(approval.members) > 0
	days.within(approval.held_at, data.run.as_of, data.params.max_age_days)
}


earlier := [approval.measure_set | some approval in data.resources["registers.governance.approval"]]

pass if {
	count(input.measures) > 0
	input.digest in approved
}

fail contains "there is no measure to approve" if input.measures == []

fail contains sprintf("no approval within %d days", [data.params.max_age_days]) if {
	count(input.measures) > 0
	not input.digest in approved
	input.digest in earlier
}

fail contains "the measures were never approved" if {
	count(input.measures) > 0
	is_string(input.digest)
	count(earlier) == 0
}

fail contains "the measures were changed since they were approved" if {
	count(input.measures) > 0
	is_string(input.digest)
	count(earlier) > 0
	not input.digest in earlier
}
