package aws.lambda.invocations_recorded_test

import rego.v1

import data.aws.lambda.invocations_recorded

golden := {
	"id": "arn:aws:lambda:eu-central-1:111122223333:function:web",
	"kind": "aws.lambda.function",
	"source": "111122223333",
	"region": "eu-central-1",
}

abroad := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": false,
	"home_region": "eu-west-1",
	"event_selectors": [
		{
			"read_write_type": "All",
			"data_resources": [{"type": "AWS::Lambda::Function", "values": ["arn:aws:lambda"]}],
		},
	],
	"advanced_event_selectors": [],
}

off := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": false,
	"is_multi_region": true,
	"home_region": "eu-west-1",
	"event_selectors": [
		{
			"read_write_type": "All",
			"data_resources": [{"type": "AWS::Lambda::Function", "values": ["arn:aws:lambda"]}],
		},
	],
	"advanced_event_selectors": [],
}

narrow := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": true,
	"home_region": "eu-west-1",
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "x",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::Lambda::Function"]},
				{"field": "readOnly", "equals": ["false"]},
				{"field": "eventName", "equals": ["Invoke"]},
				{
					"field": "resources.ARN",
					"equals": ["arn:aws:lambda:eu-central-1:111122223333:function:web"],
				},
			],
		},
	],
}

by_prefix := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": true,
	"home_region": "eu-west-1",
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "x",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::Lambda::Function"]},
				{
					"field": "resources.ARN",
					"starts_with": ["arn:aws:lambda:eu-central-1:111122223333:function:w"],
				},
			],
		},
	],
}

of_another := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": true,
	"home_region": "eu-west-1",
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "x",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::Lambda::Function"]},
				{
					"field": "resources.ARN",
					"equals": ["arn:aws:lambda:eu-central-1:111122223333:function:web2"],
				},
			],
		},
	],
}

advanced := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"is_multi_region": true,
	"home_region": "eu-west-1",
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "x",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::Lambda::Function"]},
			],
		},
	],
}

writes := {
	"read_write_type": "WriteOnly",
	"data_resources": [
		{
			"type": "AWS::Lambda::Function",
			"values": ["arn:aws:lambda:eu-central-1:111122223333:function:web"],
		},
	],
}

reads := {
	"read_write_type": "ReadOnly",
	"data_resources": [{"type": "AWS::Lambda::Function", "values": ["arn:aws:lambda"]}],
}

resources := {
	"aws.cloudtrail.trail": [
		{
			"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
			"is_logging": true,
			"is_multi_region": true,
			"home_region": "eu-west-1",
			"event_selectors": [
				{
					"read_write_type": "All",
					"data_resources": [
						{"type": "AWS::Lambda::Function", "values": ["arn:aws:lambda"]},
					],
				},
			],
			"advanced_event_selectors": [],
		},
	],
}

test_passes_with_all_functions if {
	invocations_recorded.pass with input as golden with data.resources as resources
	count(invocations_recorded.fail) == 0 with input as golden with data.resources as resources
}

test_passes_when_it_is_named if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": false,
				"home_region": "eu-central-1",
				"event_selectors": [writes],
				"advanced_event_selectors": [],
			},
		],
	})
	invocations_recorded.pass with input as golden with data.resources as others
	count(invocations_recorded.fail) == 0 with input as golden with data.resources as others
}

test_passes_with_an_advanced_selector if {
	others := object.union(resources, {"aws.cloudtrail.trail": [advanced]})
	invocations_recorded.pass with input as golden with data.resources as others
	count(invocations_recorded.fail) == 0 with input as golden with data.resources as others
}

test_passes_with_a_narrow_one if {
	others := object.union(resources, {"aws.cloudtrail.trail": [narrow]})
	invocations_recorded.pass with input as golden with data.resources as others
	count(invocations_recorded.fail) == 0 with input as golden with data.resources as others
}

test_passes_with_a_prefix if {
	others := object.union(resources, {"aws.cloudtrail.trail": [by_prefix]})
	invocations_recorded.pass with input as golden with data.resources as others
	count(invocations_recorded.fail) == 0 with input as golden with data.resources as others
}

test_fails_without_trails if {
	others := object.union(resources, {"aws.cloudtrail.trail": []})
	invocations_recorded.fail == {"calls are recorded by no trail"}
		with input as golden
		with data.resources as others
	not invocations_recorded.pass with input as golden with data.resources as others
}

test_fails_when_the_trail_is_off if {
	others := object.union(resources, {"aws.cloudtrail.trail": [off]})
	invocations_recorded.fail == {"calls are recorded by no trail"}
		with input as golden
		with data.resources as others
	not invocations_recorded.pass with input as golden with data.resources as others
}

test_fails_with_a_trail_of_another_region if {
	others := object.union(resources, {"aws.cloudtrail.trail": [abroad]})
	invocations_recorded.fail == {"calls are recorded by no trail"}
		with input as golden
		with data.resources as others
	not invocations_recorded.pass with input as golden with data.resources as others
}

test_fails_when_only_reads_are_recorded if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": true,
				"home_region": "eu-west-1",
				"event_selectors": [reads],
				"advanced_event_selectors": [],
			},
		],
	})
	invocations_recorded.fail == {"calls are recorded by no trail"}
		with input as golden
		with data.resources as others
	not invocations_recorded.pass with input as golden with data.resources as others
}

test_fails_when_another_function_is_named if {
	others := object.union(resources, {"aws.cloudtrail.trail": [of_another]})
	invocations_recorded.fail == {"calls are recorded by no trail"}
		with input as golden
		with data.resources as others
	not invocations_recorded.pass with input as golden with data.resources as others
}
