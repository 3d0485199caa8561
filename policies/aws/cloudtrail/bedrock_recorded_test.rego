package aws.cloudtrail.bedrock_recorded_test

import rego.v1

import data.aws.cloudtrail.bedrock_recorded

golden := {"id": "111122223333", "kind": "aws.cloudtrail.account", "source": "111122223333"}

resources := {
	"aws.cloudtrail.trail": [
		{
			"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
			"is_logging": true,
			"event_selectors": [{"read_write_type": "All", "include_management_events": true, "data_resources": []}],
			"advanced_event_selectors": [],
		},
	],
}

with_the_events_of_bedrock_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "Management events selector",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Management"]},
				{"field": "eventSource", "equals": ["bedrock.amazonaws.com"]},
			],
		},
	],
}

with_data_events_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "Management events selector",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::Bedrock::Guardrail"]},
			],
		},
	],
}

with_the_events_of_others_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "Management events selector",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Management"]},
				{"field": "eventSource", "equals": ["kms.amazonaws.com"]},
			],
		},
	],
}

with_data_events_of_others_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "Management events selector",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::S3::Object"]},
			],
		},
	],
}

test_passes_with_management_events if {
	bedrock_recorded.pass with input as golden with data.resources as resources
	count(bedrock_recorded.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_the_events_of_bedrock if {
	others := object.union(resources, {"aws.cloudtrail.trail": [with_the_events_of_bedrock_trail]})
	bedrock_recorded.pass with input as golden with data.resources as others
	count(bedrock_recorded.fail) == 0 with input as golden with data.resources as others
}

test_passes_with_data_events if {
	others := object.union(resources, {"aws.cloudtrail.trail": [with_data_events_trail]})
	bedrock_recorded.pass with input as golden with data.resources as others
	count(bedrock_recorded.fail) == 0 with input as golden with data.resources as others
}

test_fails_with_reads_only if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"event_selectors": [{"read_write_type": "ReadOnly", "include_management_events": true}],
				"advanced_event_selectors": [],
			},
		],
	})
	bedrock_recorded.fail == {"no trail that is on records calls to Amazon Bedrock"}
		with input as golden
		with data.resources as others
	not bedrock_recorded.pass with input as golden with data.resources as others
}

test_fails_with_the_events_of_others if {
	others := object.union(resources, {"aws.cloudtrail.trail": [with_the_events_of_others_trail]})
	bedrock_recorded.fail == {"no trail that is on records calls to Amazon Bedrock"}
		with input as golden
		with data.resources as others
	not bedrock_recorded.pass with input as golden with data.resources as others
}

test_fails_with_data_events_of_others if {
	others := object.union(resources, {"aws.cloudtrail.trail": [with_data_events_of_others_trail]})
	bedrock_recorded.fail == {"no trail that is on records calls to Amazon Bedrock"}
		with input as golden
		with data.resources as others
	not bedrock_recorded.pass with input as golden with data.resources as others
}

test_fails_when_stopped if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": false,
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
	bedrock_recorded.fail == {"no trail that is on records calls to Amazon Bedrock"}
		with input as golden
		with data.resources as others
	not bedrock_recorded.pass with input as golden with data.resources as others
}

test_fails_without_trails if {
	bedrock_recorded.fail == {"no trail that is on records calls to Amazon Bedrock"}
		with input as golden
		with data.resources as {"aws.cloudtrail.trail": []}
	not bedrock_recorded.pass with input as golden with data.resources as {"aws.cloudtrail.trail": []}
}
