# METADATA
# title: Reports of important suppliers were read and are recent
# description: >-
#   A supplier's own report says where its controls end and yours begin. One that covers a period
#   long gone says nothing of today.
# custom:
#   kind: registers.supply.supplier
#   needs: [criticality, assurance, assurance_ends_at]
#   severity: medium
#   requirements:
#     soc2: [CC9.2]
#     nis2: [art.21.2.d, ir.5.1.6, ir.5.1.7.a, ir.5.1.7.b]
#     iso27001: [A.5.22, A.5.23]
#   params: {max_age_days: 455}
#   remediation: >-
#     Ask the supplier for its current report, read it, and enter assurance and
#     assurance_ends_at.
package registers.supply.assurance

import rego.v1

import data.lib.days

important if input.criticality in {"high", "critical"}

not_applicable contains "the supplier is of low or medium criticality" if input.criticality in {"low", "medium"}

pass if {
	important
	is_string(input.assurance)
	days.within(input.assurance_ends_at, data.run.as_of, data.params.max_age_days)
}

fail contains "no report is entered" if {
	important
	input.assurance == null
}

fail contains "the period of the report is not entered" if {
	important
	is_string(input.assurance)
	input.assurance_ends_at == null
}

fail contains sprintf("the report covers a period until %s", [input.assurance_ends_at]) if {
	important
	days.beyond(input.assurance_ends_at, data.run.as_of, data.params.max_age_days)
}
