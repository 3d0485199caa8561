# METADATA
# title: Points of the annex that are left out have an approved reason
# description: >-
#   The Implementing Regulation lets an entity leave out a qualified point if it documents why,
#   comprehensibly. Without the reason the point is missing.
# custom:
#   kind: registers.governance.deviation
#   needs: [reason, approved_at]
#   severity: medium
#   requirements:
#     soc2: [CC5.1]
#     nis2: [art.21.1, art.21.4]
#     iso27001: [cl.6.1.3]
#   params: {least_characters: 20, max_age_days: 365}
#   remediation: >-
#     Write the reason so that an outsider follows it, and have it approved.
package registers.governance.deviation_reasoned

import rego.v1

import data.lib.days

long_enough if count(input.reason) >= data.params.least_characters

pass if {
	long_enough
	days.within(input.approved_at, data.run.as_of, data.params.max_age_days)
}

fail contains "the reason is too short to be followed" if count(input.reason) < data.params.least_characters

fail contains "nobody has approved it" if input.approved_at == null

fail contains sprintf("it was last approved on %s", [input.approved_at]) if {
	days.beyond(input.approved_at, data.run.as_of, data.params.max_age_days)
}
