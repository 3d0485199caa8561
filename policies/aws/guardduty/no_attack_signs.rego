# METADATA
# title: No sign of reconnaissance, privilege escalation or misuse of models is open
# description: >-
#   An intruder first lists what there is, then gives himself more rights, and at times runs
#   models at your cost. GuardDuty compares each call with what its caller usually does, over all
#   regions and all events, and tells of these stages by the type of a finding. Each one must be
#   looked into and archived. Where GuardDuty is off nobody looks; another policy judges that.
# custom:
#   kind: aws.guardduty.region
#   needs:
#     - region
#     - aws.guardduty.detector/region
#     - aws.guardduty.detector/status
#     - aws.guardduty.detector/open_finding_types
#   severity: high
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.4, ir.3.4.1]
#     iso27001: [A.8.16, A.5.25]
#   params:
#     signs:
#       enumeration: "Recon:IAMUser/ Discovery:IAMUser/ Discovery:S3/ Discovery:Kubernetes/"
#       privilege_escalation: "PrivilegeEscalation: Persistence:IAMUser/ AttackSequence:IAM/"
#       model_abuse: "Impact:IAMUser/AnomalousModelInvocation Impact:IAMUser/CostHarvesting Impact:IAMUser/PromptInjection"
#   equivalent:
#     prowler:
#       - cloudtrail_threat_detection_enumeration
#       - cloudtrail_threat_detection_llm_jacking
#       - cloudtrail_threat_detection_privilege_escalation
#   remediation: >-
#     Open GuardDuty, Findings, with a filter on the type named; follow what the caller did, end
#     its sessions and keys if it was not meant, and archive the finding.
package aws.guardduty.no_attack_signs

import rego.v1

detectors := [detector |
	some detector in data.resources["aws.guardduty.detector"]
	detector.status == "ENABLED"
]

here := [detector | some detector in detectors; detector.region == input.region]

signs contains [stage, found.finding_type] if {
	some detector in here
	some found in detector.open_finding_types
	some stage, starts in data.params.signs
	strings.any_prefix_match(found.finding_type, split(starts, " "))
}

not_applicable contains "GuardDuty is off here, so that nobody looks" if {
	is_string(input.region)
	count(here) == 0
}

# The statistics name a hundred types at most: with so many, a sign may be among those left out.
whole := [detector | some detector in here; count(detector.open_finding_types) < 100]

pass if {
	count(here) > 0
	count(whole) == count(here)
	count(signs) == 0
}

fail contains sprintf("%s: findings of type %s are open", [stage, type]) if some [stage, type] in signs
