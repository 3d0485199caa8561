package aws.guardduty.high_findings_handled_test

import rego.v1

import data.aws.guardduty.high_findings_handled

golden := {
	"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
	"kind": "aws.guardduty.detector",
	"source": "111122223333",
	"status": "ENABLED",
	"high_findings": 0,
}

test_passes_without if {
	high_findings_handled.pass with input as golden
	count(high_findings_handled.fail) == 0 with input as golden
	count(high_findings_handled.not_applicable) == 0 with input as golden
}

test_fails_with_one if {
	resource := object.union(golden, {"high_findings": 1})
	high_findings_handled.fail == {"1 findings of severity high or critical are open"} with input as resource
	not high_findings_handled.pass with input as resource
	count(high_findings_handled.not_applicable) == 0 with input as resource
}

test_not_applicable_when_suspended if {
	resource := object.union(golden, {"status": "DISABLED"})
	high_findings_handled.not_applicable == {"the detector is suspended"} with input as resource
	not high_findings_handled.pass with input as resource
	count(high_findings_handled.fail) == 0 with input as resource
}
