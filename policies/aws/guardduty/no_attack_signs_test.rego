package aws.guardduty.no_attack_signs_test

import rego.v1

import data.aws.guardduty.no_attack_signs

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.guardduty.region",
	"source": "111122223333",
	"region": "eu-central-1",
}

params := {
	"signs": {
		"enumeration": "Recon:IAMUser/ Discovery:IAMUser/ Discovery:S3/ Discovery:Kubernetes/",
		"privilege_escalation": "PrivilegeEscalation: Persistence:IAMUser/ AttackSequence:IAM/",
		"model_abuse": "Impact:IAMUser/AnomalousModelInvocation Impact:IAMUser/CostHarvesting Impact:IAMUser/PromptInjection",
	},
}

resources := {
	"aws.guardduty.detector": [
		{
			"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
			"region": "eu-central-1",
			"status": "ENABLED",
			"open_finding_types": [],
		},
	],
}

elsewhere := {
	"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/12",
	"region": "eu-west-1",
	"status": "ENABLED",
	"open_finding_types": [{"finding_type": "Recon:IAMUser/TorIPCaller", "total_findings": 2}],
}

test_passes_without_findings if {
	no_attack_signs.pass with input as golden with data.params as params with data.resources as resources
	count(no_attack_signs.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(no_attack_signs.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_with_findings_of_other_kinds if {
	others := object.union(resources, {
		"aws.guardduty.detector": [
			{
				"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
				"region": "eu-central-1",
				"status": "ENABLED",
				"open_finding_types": [{"finding_type": "CryptoCurrency:EC2/BitcoinTool.B", "total_findings": 2}],
			},
		],
	})
	no_attack_signs.pass with input as golden with data.params as params with data.resources as others
	count(no_attack_signs.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as others
	count(no_attack_signs.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_passes_with_findings_elsewhere if {
	no_attack_signs.pass
		with input as golden
		with data.params as params
		with data.resources as {"aws.guardduty.detector": array.concat(resources["aws.guardduty.detector"], [elsewhere])}
	count(no_attack_signs.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as {"aws.guardduty.detector": array.concat(resources["aws.guardduty.detector"], [elsewhere])}
	count(no_attack_signs.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as {"aws.guardduty.detector": array.concat(resources["aws.guardduty.detector"], [elsewhere])}
}

test_fails_with_reconnaissance if {
	others := object.union(resources, {
		"aws.guardduty.detector": [
			{
				"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
				"region": "eu-central-1",
				"status": "ENABLED",
				"open_finding_types": [{"finding_type": "Discovery:IAMUser/AnomalousBehavior", "total_findings": 2}],
			},
		],
	})
	no_attack_signs.fail == {"enumeration: findings of type Discovery:IAMUser/AnomalousBehavior are open"}
		with input as golden
		with data.params as params
		with data.resources as others
	not no_attack_signs.pass with input as golden with data.params as params with data.resources as others
	count(no_attack_signs.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_two_stages if {
	others := object.union(resources, {
		"aws.guardduty.detector": [
			{
				"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
				"region": "eu-central-1",
				"status": "ENABLED",
				"open_finding_types": [
					{
						"finding_type": "PrivilegeEscalation:IAMUser/AnomalousBehavior",
						"total_findings": 2,
					},
					{"finding_type": "Impact:IAMUser/CostHarvesting", "total_findings": 2},
				],
			},
		],
	})
	no_attack_signs.fail == {
		"model_abuse: findings of type Impact:IAMUser/CostHarvesting are open",
		"privilege_escalation: findings of type PrivilegeEscalation:IAMUser/AnomalousBehavior are open",
	}
		with input as golden
		with data.params as params
		with data.resources as others
	not no_attack_signs.pass with input as golden with data.params as params with data.resources as others
	count(no_attack_signs.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_not_applicable_when_off if {
	others := object.union(resources, {
		"aws.guardduty.detector": [
			{
				"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
				"region": "eu-central-1",
				"status": "DISABLED",
			},
		],
	})
	no_attack_signs.not_applicable == {"GuardDuty is off here, so that nobody looks"}
		with input as golden
		with data.params as params
		with data.resources as others
	not no_attack_signs.pass with input as golden with data.params as params with data.resources as others
	count(no_attack_signs.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

types(last) := [{"finding_type": sprintf("Trojan:EC2/%d", [n]), "total_findings": 1} | some n in numbers.range(1, last)]

listed(found) := {"aws.guardduty.detector": [object.union(
	resources["aws.guardduty.detector"][0],
	{"open_finding_types": found},
)]}

test_no_verdict_when_types_may_be_left_out if {
	all := listed(types(100))
	not no_attack_signs.pass with input as golden with data.params as params with data.resources as all
	count(no_attack_signs.fail) == 0 with input as golden with data.params as params with data.resources as all
}

test_passes_with_ninety_nine_other_types if {
	all := listed(types(99))
	no_attack_signs.pass with input as golden with data.params as params with data.resources as all
}
