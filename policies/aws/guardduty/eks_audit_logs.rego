# METADATA
# title: GuardDuty reads the audit logs of Kubernetes
# description: >-
#   The audit log of an EKS cluster tells who asked its control plane for what. GuardDuty finds
#   stolen tokens and odd requests in it. It costs nothing where there is no cluster, and is there
#   when the first one is made.
# custom:
#   kind: aws.guardduty.detector
#   needs: [status, features, kubernetes_audit_logs]
#   severity: high
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.2]
#     iso27001: [A.8.16]
#   equivalent:
#     prowler: [guardduty_eks_audit_log_enabled]
#   remediation: >-
#     Run aws guardduty update-detector --features Name=EKS_AUDIT_LOGS,Status=ENABLED.
package aws.guardduty.eks_audit_logs

import rego.v1

not_applicable contains "the detector is suspended" if input.status == "DISABLED"

on if input.kubernetes_audit_logs == "ENABLED"

on if {
	some feature in input.features
	feature.name == "EKS_AUDIT_LOGS"
	feature.status == "ENABLED"
}

observed := [input.features, input.kubernetes_audit_logs]

pass if {
	input.status == "ENABLED"
	count(observed) == 2
	on
}

fail contains "the audit logs of EKS are not read" if {
	input.status == "ENABLED"
	count(observed) == 2
	not on
}
