package aws.guardduty.enabled_test

import rego.v1

import data.aws.guardduty.enabled

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.guardduty.region",
	"source": "111122223333",
	"region": "eu-central-1",
}

resources := {
	"aws.guardduty.detector": [
		{
			"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
			"region": "eu-central-1",
			"status": "ENABLED",
		},
	],
}

test_passes_when_on if {
	enabled.pass with input as golden with data.resources as resources
	count(enabled.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_off if {
	enabled.fail == {"GuardDuty is off"}
		with input as golden
		with data.resources as {"aws.guardduty.detector": []}
	not enabled.pass with input as golden with data.resources as {"aws.guardduty.detector": []}
}

test_fails_when_on_elsewhere if {
	others := object.union(resources, {
		"aws.guardduty.detector": [
			{
				"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
				"region": "eu-west-1",
				"status": "ENABLED",
			},
		],
	})
	enabled.fail == {"GuardDuty is off"} with input as golden with data.resources as others
	not enabled.pass with input as golden with data.resources as others
}

test_fails_when_suspended if {
	others := object.union(resources, {
		"aws.guardduty.detector": [
			{
				"id": "arn:aws:guardduty:eu-central-1:111122223333:detector/1",
				"region": "eu-central-1",
				"status": "DISABLED",
			},
		],
	})
	enabled.fail == {"GuardDuty is suspended"} with input as golden with data.resources as others
	not enabled.pass with input as golden with data.resources as others
}
