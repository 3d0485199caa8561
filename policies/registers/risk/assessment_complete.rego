# METADATA
# title: A risk assessment weighs fraud, suppliers and every risk it found
# description: >-
#   An assessment is evidence by what it looked at. Fraud and suppliers are where assessments
#   most often end too early, and a risk that is found must be followed up.
# custom:
#   kind: registers.risk.assessment
#   needs: [scope, fraud_considered, suppliers_considered, risks, registers.risk.risk]
#   severity: medium
#   requirements:
#     soc2: [CC3.2, CC3.3]
#     nis2: [art.21.2.a, art.21.3, ir.2.1.2.d, ir.2.1.2.e, ir.5.1.2.d]
#     iso27001: [cl.6.1.2]
#   remediation: >-
#     Extend the assessment, and enter each risk it names in the register of risks.
package registers.risk.assessment_complete

import rego.v1

import data.lib.registers

known := {risk.id | some risk in data.resources["registers.risk.risk"]}

wrong contains "its scope is empty" if input.scope == []

wrong contains "fraud was not considered" if input.fraud_considered == false

wrong contains "suppliers were not considered" if input.suppliers_considered == false

wrong contains "it names no risk" if input.risks == []

wrong contains sprintf("the risk %s is not in the register of risks", [risk]) if {
	some risk in input.risks
	not risk in known
}

pass if {
	count(input.scope) > 0
	input.fraud_considered == true
	input.suppliers_considered == true
	count(input.risks) > 0
	count(wrong) == 0
}

fail contains reason if some reason in wrong
