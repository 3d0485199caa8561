package aws.config.all_types_recorded_test

import rego.v1

import data.aws.config.all_types_recorded

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.config.region",
	"source": "111122223333",
	"recorders": [
		{
			"name": "default",
			"recording_group": {"all_supported": true, "include_global_resource_types": true},
		},
	],
}

params := {"approved_exclusions": []}

test_passes_with_all if {
	all_types_recorded.pass with input as golden with data.params as params
	count(all_types_recorded.fail) == 0 with input as golden with data.params as params
	count(all_types_recorded.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_approved_exclusions if {
	resource := object.union(golden, {
		"recorders": [
			{
				"name": "default",
				"recording_group": {
					"all_supported": false,
					"recording_strategy": {"use_only": "EXCLUSION_BY_RESOURCE_TYPES"},
					"exclusion_by_resource_types": {"resource_types": ["AWS::EC2::NetworkInterface"]},
				},
			},
		],
	})
	all_types_recorded.pass
		with input as resource
		with data.params as object.union(params, {"approved_exclusions": ["AWS::EC2::NetworkInterface"]})
	count(all_types_recorded.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_exclusions": ["AWS::EC2::NetworkInterface"]})
	count(all_types_recorded.not_applicable) == 0
		with input as resource
		with data.params as object.union(params, {"approved_exclusions": ["AWS::EC2::NetworkInterface"]})
}

test_fails_with_exclusions if {
	resource := object.union(golden, {
		"recorders": [
			{
				"name": "default",
				"recording_group": {
					"all_supported": false,
					"recording_strategy": {"use_only": "EXCLUSION_BY_RESOURCE_TYPES"},
					"exclusion_by_resource_types": {"resource_types": ["AWS::EC2::NetworkInterface"]},
				},
			},
		],
	})
	all_types_recorded.fail == {"the recorder default leaves out types that are not approved"}
		with input as resource
		with data.params as params
	not all_types_recorded.pass with input as resource with data.params as params
	count(all_types_recorded.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_a_list_of_types if {
	resource := object.union(golden, {
		"recorders": [
			{
				"name": "default",
				"recording_group": {"all_supported": false, "resource_types": ["AWS::S3::Bucket"]},
			},
		],
	})
	all_types_recorded.fail == {"the recorder default leaves out types that are not approved"}
		with input as resource
		with data.params as params
	not all_types_recorded.pass with input as resource with data.params as params
	count(all_types_recorded.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_without_a_recorder if {
	resource := object.union(golden, {"recorders": []})
	all_types_recorded.not_applicable == {"the region has no recorder"}
		with input as resource
		with data.params as params
	not all_types_recorded.pass with input as resource with data.params as params
	count(all_types_recorded.fail) == 0 with input as resource with data.params as params
}
