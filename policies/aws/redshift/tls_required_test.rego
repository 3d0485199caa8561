package aws.redshift.tls_required_test

import rego.v1

import data.aws.redshift.tls_required

golden := {
	"id": "arn:aws:redshift:eu-central-1:111122223333:cluster:facts",
	"kind": "aws.redshift.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "facts",
	"parameter_groups": ["strict"],
}

resources := {
	"aws.redshift.parameter_group": [
		{
			"id": "arn:aws:redshift:eu-central-1:111122223333:parametergroup:strict",
			"region": "eu-central-1",
			"name": "strict",
			"parameters": {"require_ssl": "true"},
		},
	],
}

test_passes_when_required if {
	tls_required.pass with input as golden with data.resources as resources
	count(tls_required.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_not if {
	others := {
		"aws.redshift.parameter_group": [
			{
				"id": "arn:aws:redshift:eu-central-1:111122223333:parametergroup:strict",
				"region": "eu-central-1",
				"name": "strict",
				"parameters": {"require_ssl": "false"},
			},
		],
	}
	tls_required.fail == {"its parameter group strict sets require_ssl to false"}
		with input as golden
		with data.resources as others
	not tls_required.pass with input as golden with data.resources as others
}

test_fails_when_one_of_two_does_not if {
	resource := object.union(golden, {"parameter_groups": ["strict", "loose"]})
	others := {
		"aws.redshift.parameter_group": [
			{
				"id": "arn:aws:redshift:eu-central-1:111122223333:parametergroup:strict",
				"region": "eu-central-1",
				"name": "strict",
				"parameters": {"require_ssl": "true"},
			},
			{
				"id": "arn:aws:redshift:eu-central-1:111122223333:parametergroup:strict",
				"region": "eu-central-1",
				"name": "loose",
				"parameters": {"require_ssl": "false"},
			},
		],
	}
	tls_required.fail == {"its parameter group loose sets require_ssl to false"}
		with input as resource
		with data.resources as others
	not tls_required.pass with input as resource with data.resources as others
}

test_unknown_without_the_group if {
	resource := object.union(golden, {"parameter_groups": ["strict", "lost"]})
	not tls_required.pass with input as resource with data.resources as resources
	count(tls_required.fail) == 0 with input as resource with data.resources as resources
}

test_unknown_with_a_group_of_another_region if {
	others := {
		"aws.redshift.parameter_group": [
			{
				"id": "arn:aws:redshift:eu-central-1:111122223333:parametergroup:strict",
				"region": "eu-west-1",
				"name": "strict",
				"parameters": {"require_ssl": "true"},
			},
		],
	}
	not tls_required.pass with input as golden with data.resources as others
	count(tls_required.fail) == 0 with input as golden with data.resources as others
}

test_unknown_without_groups if {
	resource := object.union(golden, {"parameter_groups": []})
	not tls_required.pass with input as resource with data.resources as resources
	count(tls_required.fail) == 0 with input as resource with data.resources as resources
}
