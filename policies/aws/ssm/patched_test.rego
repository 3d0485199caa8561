package aws.ssm.patched_test

import rego.v1

import data.aws.ssm.patched

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-0abc",
	"kind": "aws.ssm.patch_compliance",
	"source": "111122223333",
	"status": "COMPLIANT",
	"missing": 0,
}

test_passes_when_compliant if {
	patched.pass with input as golden
	count(patched.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"status": "NON_COMPLIANT", "missing": 3})
	patched.fail == {"3 patches are missing or failed"} with input as resource
	not patched.pass with input as resource
}
