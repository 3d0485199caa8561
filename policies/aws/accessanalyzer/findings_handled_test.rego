package aws.accessanalyzer.findings_handled_test

import rego.v1

import data.aws.accessanalyzer.findings_handled

golden := {
	"id": "arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/main",
	"kind": "aws.accessanalyzer.analyzer",
	"source": "111122223333",
	"name": "main",
	"status": "ACTIVE",
	"active_findings": 0,
}

test_passes_without if {
	findings_handled.pass with input as golden
	count(findings_handled.fail) == 0 with input as golden
	count(findings_handled.not_applicable) == 0 with input as golden
}

test_fails_with_some if {
	resource := object.union(golden, {"active_findings": 2})
	findings_handled.fail == {"2 findings are open"} with input as resource
	not findings_handled.pass with input as resource
	count(findings_handled.not_applicable) == 0 with input as resource
}

test_not_applicable_when_not_active if {
	resource := object.union(golden, {"status": "DISABLED"})
	findings_handled.not_applicable == {"the analyzer is disabled, which another policy judges"}
		with input as resource
	not findings_handled.pass with input as resource
	count(findings_handled.fail) == 0 with input as resource
}
