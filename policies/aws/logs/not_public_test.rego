package aws.logs.not_public_test

import rego.v1

import data.aws.logs.not_public

golden := {
	"id": "arn:aws:logs:eu-central-1:111122223333:log-group:app:*",
	"kind": "aws.logs.log_group",
	"source": "111122223333",
	"name": "app",
	"region": "eu-central-1",
}

resources := {"aws.logs.resource_policy": []}

with_a_service_resource_policy := {
	"id": "arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	"region": "eu-central-1",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"Service": ["delivery.logs.amazonaws.com"]},
				"Action": ["logs:PutLogEvents"],
				"Resource": ["*"],
			},
		],
	},
}

with_a_condition_resource_policy := {
	"id": "arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	"region": "eu-central-1",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["logs:PutLogEvents"],
				"Resource": ["*"],
				"Condition": {"StringEquals": {"aws:SourceAccount": ["111122223333"]}},
			},
		],
	},
}

when_others_are_open_resource_policy := {
	"id": "arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	"region": "eu-central-1",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["logs:PutLogEvents"],
				"Resource": ["arn:aws:logs:eu-central-1:111122223333:log-group:web*"],
			},
		],
	},
}

when_another_region_is_open_resource_policy := {
	"id": "arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	"region": "eu-central-1",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["logs:PutLogEvents"],
				"Resource": ["*"],
			},
		],
	},
}

by_name_resource_policy := {
	"id": "arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	"region": "eu-central-1",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["logs:PutLogEvents"],
				"Resource": ["arn:aws:logs:eu-central-1:111122223333:log-group:app"],
			},
		],
	},
}

by_wildcard_resource_policy := {
	"id": "arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	"region": "eu-central-1",
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["logs:PutLogEvents"],
				"Resource": ["arn:aws:logs:*:111122223333:log-group:a*:*"],
			},
		],
	},
}

test_passes_without_policies if {
	not_public.pass with input as golden with data.resources as resources
	count(not_public.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_a_service if {
	others := object.union(resources, {"aws.logs.resource_policy": [with_a_service_resource_policy]})
	not_public.pass with input as golden with data.resources as others
	count(not_public.fail) == 0 with input as golden with data.resources as others
}

test_passes_with_a_condition if {
	others := object.union(resources, {"aws.logs.resource_policy": [with_a_condition_resource_policy]})
	not_public.pass with input as golden with data.resources as others
	count(not_public.fail) == 0 with input as golden with data.resources as others
}

test_passes_when_others_are_open if {
	others := object.union(resources, {"aws.logs.resource_policy": [when_others_are_open_resource_policy]})
	not_public.pass with input as golden with data.resources as others
	count(not_public.fail) == 0 with input as golden with data.resources as others
}

test_passes_when_another_region_is_open if {
	resource := object.union(golden, {"region": "eu-west-1"})
	others := object.union(resources, {"aws.logs.resource_policy": [when_another_region_is_open_resource_policy]})
	not_public.pass with input as resource with data.resources as others
	count(not_public.fail) == 0 with input as resource with data.resources as others
}

test_fails_when_all_are_open if {
	others := object.union(resources, {"aws.logs.resource_policy": [when_another_region_is_open_resource_policy]})
	not_public.fail == {
		"anyone may use the log group, says statement 1 of arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	}
		with input as golden
		with data.resources as others
	not not_public.pass with input as golden with data.resources as others
}

test_fails_by_name if {
	others := object.union(resources, {"aws.logs.resource_policy": [by_name_resource_policy]})
	not_public.fail == {
		"anyone may use the log group, says statement 1 of arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	}
		with input as golden
		with data.resources as others
	not not_public.pass with input as golden with data.resources as others
}

test_fails_by_wildcard if {
	others := object.union(resources, {"aws.logs.resource_policy": [by_wildcard_resource_policy]})
	not_public.fail == {
		"anyone may use the log group, says statement 1 of arn:aws:logs:eu-central-1:111122223333:resource-policy:p",
	}
		with input as golden
		with data.resources as others
	not not_public.pass with input as golden with data.resources as others
}
