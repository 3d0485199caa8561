# METADATA
# title: Each process has recovery objectives that are current
# description: >-
#   How long a process may stand still and how much data may be lost is a business decision.
#   Without it no backup can be right or wrong.
# custom:
#   kind: registers.continuity.impact
#   needs: [rto_minutes, rpo_minutes, analysed_at]
#   severity: medium
#   requirements:
#     soc2: [CC9.1, A1.2]
#     nis2: [art.21.2.c, ir.4.1.3, ir.4.1.2.f, ir.4.2.2.a]
#     iso27001: [A.5.29, A.5.30]
#   params: {max_age_days: 365}
#   remediation: >-
#     Analyse the process again and enter its objectives.
package registers.continuity.impact_analysed

import rego.v1

import data.lib.days

pass if {
	is_number(input.rto_minutes)
	is_number(input.rpo_minutes)
	days.within(input.analysed_at, data.run.as_of, data.params.max_age_days)
}

fail contains "it has no recovery time objective" if input.rto_minutes == null

fail contains "it has no recovery point objective" if input.rpo_minutes == null

fail contains sprintf("it was last analysed on %s", [input.analysed_at]) if {
	days.beyond(input.analysed_at, data.run.as_of, data.params.max_age_days)
}
