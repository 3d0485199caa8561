# METADATA
# title: GuardDuty watches what runs in Kubernetes
# description: >-
#   What an intruder does inside a container leaves no trace in the trail. Runtime monitoring sees
#   processes, files and connections on the nodes. The older feature for EKS alone counts as well.
# custom:
#   kind: aws.guardduty.detector
#   needs: [status, features]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC6.8]
#     nis2: [art.21.2.b, ir.3.2.2, ir.6.9.2]
#     iso27001: [A.8.16, A.8.7]
#   equivalent:
#     prowler: [guardduty_eks_runtime_monitoring_enabled]
#   remediation: >-
#     Run aws guardduty update-detector --features Name=RUNTIME_MONITORING,Status=ENABLED with
#     EKS_ADDON_MANAGEMENT enabled.
package aws.guardduty.eks_runtime

import rego.v1

not_applicable contains "the detector is suspended" if input.status == "DISABLED"

on if {
	some feature in input.features
	feature.name in {"RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"}
	feature.status == "ENABLED"
}

pass if {
	input.status == "ENABLED"
	on
}

fail contains "what runs in EKS is not watched" if {
	input.status == "ENABLED"
	is_array(input.features)
	not on
}
