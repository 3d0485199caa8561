package aws.cloudtrail.region_recorded_test

import rego.v1

import data.aws.cloudtrail.region_recorded

golden := {
	"id": "111122223333/eu-west-1",
	"kind": "aws.cloudtrail.region",
	"source": "111122223333",
	"region": "eu-west-1",
}

resources := {
	"aws.cloudtrail.trail": [
		{
			"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
			"is_logging": true,
			"is_multi_region": true,
			"home_region": "eu-central-1",
		},
	],
}

test_passes_with_a_trail_of_all_regions if {
	region_recorded.pass with input as golden with data.resources as resources
	count(region_recorded.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_a_trail_of_its_own if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": false,
				"home_region": "eu-west-1",
			},
		],
	})
	region_recorded.pass with input as golden with data.resources as others
	count(region_recorded.fail) == 0 with input as golden with data.resources as others
}

test_fails_without_trails if {
	region_recorded.fail == {"no trail records the events of this region"}
		with input as golden
		with data.resources as {"aws.cloudtrail.trail": []}
	not region_recorded.pass with input as golden with data.resources as {"aws.cloudtrail.trail": []}
}

test_fails_with_a_stopped_trail if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": false,
				"is_multi_region": true,
				"home_region": "eu-west-1",
			},
		],
	})
	region_recorded.fail == {"no trail records the events of this region"}
		with input as golden
		with data.resources as others
	not region_recorded.pass with input as golden with data.resources as others
}

test_fails_with_a_trail_of_another_region if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": false,
				"home_region": "eu-central-1",
			},
		],
	})
	region_recorded.fail == {"no trail records the events of this region"}
		with input as golden
		with data.resources as others
	not region_recorded.pass with input as golden with data.resources as others
}
