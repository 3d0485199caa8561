package aws.accessanalyzer.enabled_test

import rego.v1

import data.aws.accessanalyzer.enabled

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.accessanalyzer.region",
	"source": "111122223333",
	"region": "eu-central-1",
}

resources := {
	"aws.accessanalyzer.analyzer": [
		{
			"id": "arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/main",
			"region": "eu-central-1",
			"type": "ACCOUNT",
			"status": "ACTIVE",
		},
	],
}

test_passes_when_active if {
	enabled.pass with input as golden with data.resources as resources
	count(enabled.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	enabled.fail == {"no analyzer looks for access from outside"}
		with input as golden
		with data.resources as {"aws.accessanalyzer.analyzer": []}
	not enabled.pass with input as golden with data.resources as {"aws.accessanalyzer.analyzer": []}
}

test_fails_with_one_elsewhere if {
	others := object.union(resources, {
		"aws.accessanalyzer.analyzer": [
			{
				"id": "arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/main",
				"region": "eu-west-1",
				"type": "ACCOUNT",
				"status": "ACTIVE",
			},
		],
	})
	enabled.fail == {"no analyzer looks for access from outside"}
		with input as golden
		with data.resources as others
	not enabled.pass with input as golden with data.resources as others
}

test_fails_with_one_for_unused_access if {
	others := object.union(resources, {
		"aws.accessanalyzer.analyzer": [
			{
				"id": "arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/main",
				"region": "eu-central-1",
				"type": "ACCOUNT_UNUSED_ACCESS",
				"status": "ACTIVE",
			},
		],
	})
	enabled.fail == {"no analyzer looks for access from outside"}
		with input as golden
		with data.resources as others
	not enabled.pass with input as golden with data.resources as others
}

test_fails_when_not_active if {
	others := object.union(resources, {
		"aws.accessanalyzer.analyzer": [
			{
				"id": "arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/main",
				"region": "eu-central-1",
				"type": "ACCOUNT",
				"status": "FAILED",
			},
		],
	})
	enabled.fail == {"the analyzer is not active"} with input as golden with data.resources as others
	not enabled.pass with input as golden with data.resources as others
}
