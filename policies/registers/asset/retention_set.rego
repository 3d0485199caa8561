# METADATA
# title: Information has a time for which it is kept
# description: >-
#   What is kept without an end is lost in the end. Each body of information has a time after
#   which it is deleted.
# custom:
#   kind: registers.asset.asset
#   needs: [type, retention_days, disposed_at]
#   severity: low
#   requirements:
#     soc2: [C1.1, C1.2, P4.2]
#     nis2: [art.21.2.i, ir.12.2.2.a, ir.1.1.1.h]
#     iso27001: [A.5.33, A.8.10]
#   remediation: >-
#     Decide how long the information is kept and enter retention_days.
package registers.asset.retention_set

import rego.v1

concerned if {
	input.type == "information"
	input.disposed_at == null
}

not_applicable contains "it is not information" if input.type in {"software", "hardware", "service", "site"}

not_applicable contains "it was disposed of" if {
	input.type == "information"
	is_string(input.disposed_at)
}

pass if {
	concerned
	is_number(input.retention_days)
}

fail contains "no time is set" if {
	concerned
	input.retention_days == null
}
