# METADATA
# title: Contracts of important suppliers have not run out
# description: >-
#   When a contract ends, its security terms end with it, while the service and the access often
#   go on.
# custom:
#   kind: registers.supply.supplier
#   needs: [criticality, contract_ends_at]
#   severity: medium
#   requirements:
#     soc2: [CC9.2]
#     nis2: [art.21.2.d, ir.5.1.7.a]
#     iso27001: [A.5.20, A.5.22]
#   remediation: >-
#     Renew the contract or end the service, and enter contract_ends_at.
package registers.supply.contract_current

import rego.v1

import data.lib.days

important if input.criticality in {"high", "critical"}

not_applicable contains "the supplier is of low or medium criticality" if input.criticality in {"low", "medium"}

pass if {
	important
	days.ahead(input.contract_ends_at, data.run.as_of)
}

fail contains sprintf("the contract ended on %s", [input.contract_ends_at]) if {
	important
	days.passed(input.contract_ends_at, data.run.as_of)
}

fail contains "the end of the contract is not entered" if {
	important
	input.contract_ends_at == null
}
