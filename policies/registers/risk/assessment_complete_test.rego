package registers.risk.assessment_complete_test

import rego.v1

import data.registers.risk.assessment_complete

golden := {
	"id": "assessment_complete-1",
	"kind": "registers.risk.assessment",
	"source": "registers",
	"scope": ["platform"],
	"fraud_considered": true,
	"suppliers_considered": true,
	"risks": ["r1"],
}

resources := {"registers.risk.risk": [{"id": "r1"}]}

test_passes_when_complete if {
	assessment_complete.pass with input as golden with data.resources as resources
	count(assessment_complete.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_narrow if {
	resource := object.union(golden, {"scope": [], "fraud_considered": false, "suppliers_considered": false, "risks": []})
	assessment_complete.fail == {
		"its scope is empty",
		"fraud was not considered",
		"suppliers were not considered",
		"it names no risk",
	}
		with input as resource
		with data.resources as resources
	not assessment_complete.pass with input as resource with data.resources as resources
}

test_fails_when_a_risk_is_lost if {
	resource := object.union(golden, {"risks": ["r1", "r2"]})
	assessment_complete.fail == {"the risk r2 is not in the register of risks"}
		with input as resource
		with data.resources as resources
	not assessment_complete.pass with input as resource with data.resources as resources
}
