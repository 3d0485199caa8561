package aws.inspector2.findings_handled_test

import rego.v1

import data.aws.inspector2.findings_handled

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.inspector2.region",
	"source": "111122223333",
	"states": ["ENABLED"],
	"worst_findings": [],
}

params := {"severities": ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNTRIAGED"]}

test_passes_without if {
	findings_handled.pass with input as golden with data.params as params
	count(findings_handled.fail) == 0 with input as golden with data.params as params
	count(findings_handled.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_with_one if {
	resource := object.union(golden, {"worst_findings": ["HIGH", "HIGH", "LOW"]})
	findings_handled.fail == {"findings of severity high are open", "findings of severity low are open"}
		with input as resource
		with data.params as params
	not findings_handled.pass with input as resource with data.params as params
	count(findings_handled.not_applicable) == 0 with input as resource with data.params as params
}

test_passes_with_those_that_may_stay if {
	resource := object.union(golden, {"worst_findings": ["LOW"]})
	findings_handled.pass
		with input as resource
		with data.params as object.union(params, {"severities": ["CRITICAL", "HIGH"]})
	count(findings_handled.fail) == 0
		with input as resource
		with data.params as object.union(params, {"severities": ["CRITICAL", "HIGH"]})
	count(findings_handled.not_applicable) == 0
		with input as resource
		with data.params as object.union(params, {"severities": ["CRITICAL", "HIGH"]})
}

test_not_applicable_when_off if {
	resource := object.union(golden, {"states": ["DISABLED"]})
	findings_handled.not_applicable == {"Inspector is off here, which another policy judges"}
		with input as resource
		with data.params as params
	not findings_handled.pass with input as resource with data.params as params
	count(findings_handled.fail) == 0 with input as resource with data.params as params
}
