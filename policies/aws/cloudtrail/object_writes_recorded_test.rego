package aws.cloudtrail.object_writes_recorded_test

import rego.v1

import data.aws.cloudtrail.object_writes_recorded

golden := {"id": "111122223333", "kind": "aws.cloudtrail.account", "source": "111122223333"}

resources := {
	"aws.cloudtrail.trail": [
		{
			"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
			"is_logging": true,
			"event_selectors": [
				{
					"read_write_type": "All",
					"include_management_events": true,
					"data_resources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
				},
			],
			"advanced_event_selectors": [],
		},
	],
	"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail"}],
}

with_an_advanced_selector_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "objects",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::S3::Object"]},
			],
		},
	],
}

with_single_buckets_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [
		{
			"read_write_type": "All",
			"include_management_events": true,
			"data_resources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3:::acme-data/"]}],
		},
	],
	"advanced_event_selectors": [],
}

with_reads_only_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [
		{
			"read_write_type": "ReadOnly",
			"include_management_events": true,
			"data_resources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
		},
	],
	"advanced_event_selectors": [],
}

with_an_advanced_selector_of_one_bucket_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": true,
	"event_selectors": [],
	"advanced_event_selectors": [
		{
			"name": "objects",
			"field_selectors": [
				{"field": "eventCategory", "equals": ["Data"]},
				{"field": "resources.type", "equals": ["AWS::S3::Object"]},
				{"field": "resources.ARN", "starts_with": ["arn:aws:s3:::acme-data/"]},
			],
		},
	],
}

when_stopped_trail := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"is_logging": false,
	"event_selectors": [
		{
			"read_write_type": "All",
			"include_management_events": true,
			"data_resources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
		},
	],
	"advanced_event_selectors": [],
}

test_passes_with_all_buckets if {
	object_writes_recorded.pass with input as golden with data.resources as resources
	count(object_writes_recorded.fail) == 0 with input as golden with data.resources as resources
	count(object_writes_recorded.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_with_an_advanced_selector if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [with_an_advanced_selector_trail],
		"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail"}],
	})
	object_writes_recorded.pass with input as golden with data.resources as others
	count(object_writes_recorded.fail) == 0 with input as golden with data.resources as others
	count(object_writes_recorded.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_with_single_buckets if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [with_single_buckets_trail],
		"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail"}],
	})
	object_writes_recorded.fail == {"no trail that is on records writes of the objects of all buckets"}
		with input as golden
		with data.resources as others
	not object_writes_recorded.pass with input as golden with data.resources as others
	count(object_writes_recorded.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_with_reads_only if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [with_reads_only_trail],
		"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail"}],
	})
	object_writes_recorded.fail == {"no trail that is on records writes of the objects of all buckets"}
		with input as golden
		with data.resources as others
	not object_writes_recorded.pass with input as golden with data.resources as others
	count(object_writes_recorded.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_with_an_advanced_selector_of_one_bucket if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [with_an_advanced_selector_of_one_bucket_trail],
		"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail"}],
	})
	object_writes_recorded.fail == {"no trail that is on records writes of the objects of all buckets"}
		with input as golden
		with data.resources as others
	not object_writes_recorded.pass with input as golden with data.resources as others
	count(object_writes_recorded.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_when_stopped if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [when_stopped_trail],
		"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail"}],
	})
	object_writes_recorded.fail == {"no trail that is on records writes of the objects of all buckets"}
		with input as golden
		with data.resources as others
	not object_writes_recorded.pass with input as golden with data.resources as others
	count(object_writes_recorded.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_without_trails if {
	object_writes_recorded.fail == {"no trail that is on records writes of the objects of all buckets"}
		with input as golden
		with data.resources as object.union(resources, {"aws.cloudtrail.trail": []})
	not object_writes_recorded.pass
		with input as golden
		with data.resources as object.union(resources, {"aws.cloudtrail.trail": []})
	count(object_writes_recorded.not_applicable) == 0
		with input as golden
		with data.resources as object.union(resources, {"aws.cloudtrail.trail": []})
}

test_not_applicable_without_buckets if {
	object_writes_recorded.not_applicable == {"the account has no buckets"}
		with input as golden
		with data.resources as object.union(resources, {"aws.s3.bucket": []})
	not object_writes_recorded.pass
		with input as golden
		with data.resources as object.union(resources, {"aws.s3.bucket": []})
	count(object_writes_recorded.fail) == 0
		with input as golden
		with data.resources as object.union(resources, {"aws.s3.bucket": []})
}
