package aws.cloudformation.termination_protected_test

import rego.v1

import data.aws.cloudformation.termination_protected

golden := {
	"id": "arn:aws:cloudformation:eu-central-1:111122223333:stack/base/1",
	"kind": "aws.cloudformation.stack",
	"source": "111122223333",
	"parent_id": null,
	"termination_protection": true,
}

test_passes_when_protected if {
	termination_protected.pass with input as golden
	count(termination_protected.fail) == 0 with input as golden
	count(termination_protected.not_applicable) == 0 with input as golden
}

test_fails_without_protection if {
	resource := object.union(golden, {"termination_protection": false})
	termination_protected.fail == {"one call deletes the stack and what it holds"} with input as resource
	not termination_protected.pass with input as resource
	count(termination_protected.not_applicable) == 0 with input as resource
}

test_not_applicable_when_nested if {
	resource := object.union(golden, {"parent_id": "arn:aws:cloudformation:eu-central-1:111122223333:stack/top/2"})
	termination_protected.not_applicable == {"the stack is nested in another"} with input as resource
	not termination_protected.pass with input as resource
	count(termination_protected.fail) == 0 with input as resource
}
