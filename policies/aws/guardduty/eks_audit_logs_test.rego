package aws.guardduty.eks_audit_logs_test

import rego.v1

import data.aws.guardduty.eks_audit_logs

golden := {
	"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
	"kind": "aws.guardduty.detector",
	"source": "111122223333",
	"status": "ENABLED",
	"features": [{"name": "EKS_AUDIT_LOGS", "status": "ENABLED"}],
	"kubernetes_audit_logs": null,
}

test_passes_with_the_feature if {
	eks_audit_logs.pass with input as golden
	count(eks_audit_logs.fail) == 0 with input as golden
	count(eks_audit_logs.not_applicable) == 0 with input as golden
}

test_passes_as_older_detectors_tell_it if {
	resource := object.union(golden, {"features": [], "kubernetes_audit_logs": "ENABLED"})
	eks_audit_logs.pass with input as resource
	count(eks_audit_logs.fail) == 0 with input as resource
	count(eks_audit_logs.not_applicable) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(golden, {"features": [{"name": "EKS_AUDIT_LOGS", "status": "DISABLED"}]})
	eks_audit_logs.fail == {"the audit logs of EKS are not read"} with input as resource
	not eks_audit_logs.pass with input as resource
	count(eks_audit_logs.not_applicable) == 0 with input as resource
}

test_not_applicable_when_suspended if {
	resource := object.union(golden, {"status": "DISABLED"})
	eks_audit_logs.not_applicable == {"the detector is suspended"} with input as resource
	not eks_audit_logs.pass with input as resource
	count(eks_audit_logs.fail) == 0 with input as resource
}
