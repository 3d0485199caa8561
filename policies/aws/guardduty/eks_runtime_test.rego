package aws.guardduty.eks_runtime_test

import rego.v1

import data.aws.guardduty.eks_runtime

golden := {
	"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
	"kind": "aws.guardduty.detector",
	"source": "111122223333",
	"status": "ENABLED",
	"features": [{"name": "RUNTIME_MONITORING", "status": "ENABLED"}],
}

test_passes_with_runtime_monitoring if {
	eks_runtime.pass with input as golden
	count(eks_runtime.fail) == 0 with input as golden
	count(eks_runtime.not_applicable) == 0 with input as golden
}

test_passes_with_the_older_feature if {
	resource := object.union(golden, {"features": [{"name": "EKS_RUNTIME_MONITORING", "status": "ENABLED"}]})
	eks_runtime.pass with input as resource
	count(eks_runtime.fail) == 0 with input as resource
	count(eks_runtime.not_applicable) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"features": [{"name": "RUNTIME_MONITORING", "status": "DISABLED"}]})
	eks_runtime.fail == {"what runs in EKS is not watched"} with input as resource
	not eks_runtime.pass with input as resource
	count(eks_runtime.not_applicable) == 0 with input as resource
}

test_not_applicable_when_suspended if {
	resource := object.union(golden, {"status": "DISABLED"})
	eks_runtime.not_applicable == {"the detector is suspended"} with input as resource
	not eks_runtime.pass with input as resource
	count(eks_runtime.fail) == 0 with input as resource
}
