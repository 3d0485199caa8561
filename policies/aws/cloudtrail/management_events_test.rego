package aws.cloudtrail.management_events_test

import rego.v1

import data.aws.cloudtrail.management_events

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
			"event_selectors": [{"read_write_type": "All", "include_management_events": true, "data_resources": []}],
			"advanced_event_selectors": [],
		},
	],
}

with_an_advanced_selector_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": true,
	"home_region": "eu-central-1",
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "Management events selector",
			"field_selectors": [{"field": "eventCategory", "equals": ["Management"]}],
		},
	],
}

with_reads_only_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": true,
	"home_region": "eu-central-1",
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "Management events selector",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Management"]},
				{"field": "readOnly", "equals": ["true"]},
			],
		},
	],
}

test_passes_with_all_events if {
	management_events.pass with input as golden with data.resources as resources
	count(management_events.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_an_advanced_selector if {
	others := object.union(resources, {"aws.cloudtrail.trail": [with_an_advanced_selector_trail]})
	management_events.pass with input as golden with data.resources as others
	count(management_events.fail) == 0 with input as golden with data.resources as others
}

test_passes_in_the_region_of_a_trail if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": false,
				"home_region": "eu-west-1",
				"event_selectors": [
					{
						"read_write_type": "All",
						"include_management_events": true,
						"data_resources": [],
					},
				],
				"advanced_event_selectors": [],
			},
		],
	})
	management_events.pass with input as golden with data.resources as others
	count(management_events.fail) == 0 with input as golden with data.resources as others
}

test_fails_in_other_regions if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": false,
				"home_region": "eu-central-1",
				"event_selectors": [
					{
						"read_write_type": "All",
						"include_management_events": true,
						"data_resources": [],
					},
				],
				"advanced_event_selectors": [],
			},
		],
	})
	management_events.fail == {"no trail records management events of this region, reads and writes alike"}
		with input as golden
		with data.resources as others
	not management_events.pass with input as golden with data.resources as others
}

test_fails_when_stopped if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": false,
				"is_multi_region": true,
				"home_region": "eu-central-1",
				"event_selectors": [
					{
						"read_write_type": "All",
						"include_management_events": true,
						"data_resources": [],
					},
				],
				"advanced_event_selectors": [],
			},
		],
	})
	management_events.fail == {"no trail records management events of this region, reads and writes alike"}
		with input as golden
		with data.resources as others
	not management_events.pass with input as golden with data.resources as others
}

test_fails_with_writes_only if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": true,
				"home_region": "eu-central-1",
				"event_selectors": [{"read_write_type": "WriteOnly", "include_management_events": true}],
				"advanced_event_selectors": [],
			},
		],
	})
	management_events.fail == {"no trail records management events of this region, reads and writes alike"}
		with input as golden
		with data.resources as others
	not management_events.pass with input as golden with data.resources as others
}

test_fails_with_reads_only if {
	others := object.union(resources, {"aws.cloudtrail.trail": [with_reads_only_trail]})
	management_events.fail == {"no trail records management events of this region, reads and writes alike"}
		with input as golden
		with data.resources as others
	not management_events.pass with input as golden with data.resources as others
}

test_fails_with_data_events_only if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": true,
				"home_region": "eu-central-1",
				"event_selectors": [{"read_write_type": "All", "include_management_events": false}],
				"advanced_event_selectors": [],
			},
		],
	})
	management_events.fail == {"no trail records management events of this region, reads and writes alike"}
		with input as golden
		with data.resources as others
	not management_events.pass with input as golden with data.resources as others
}
