package aws.ec2.launch_template_imdsv2_test

import rego.v1

import data.aws.ec2.launch_template_imdsv2

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:launch-template/lt-1",
	"kind": "aws.ec2.launch_template",
	"source": "111122223333",
	"default_version": 1,
	"latest_version": 2,
	"versions": [
		{
			"version_number": 1,
			"launch_template_data": {
				"metadata_options": {"http_tokens": "required", "http_endpoint": "enabled"},
			},
		},
		{
			"version_number": 2,
			"launch_template_data": {"metadata_options": {"http_endpoint": "disabled"}},
		},
	],
}

test_passes_when_both_ask if {
	launch_template_imdsv2.pass with input as golden
	count(launch_template_imdsv2.fail) == 0 with input as golden
}

test_passes_with_an_older_version_that_does_not if {
	resource := object.union(golden, {
		"default_version": 2,
		"latest_version": 2,
		"versions": [
			{
				"version_number": 1,
				"launch_template_data": {},
			},
			{
				"version_number": 2,
				"launch_template_data": {
					"metadata_options": {
						"http_tokens": "required",
						"http_endpoint": "enabled",
					},
				},
			},
		],
	})
	launch_template_imdsv2.pass with input as resource
	count(launch_template_imdsv2.fail) == 0 with input as resource
}

test_fails_when_the_default_is_optional if {
	resource := object.union(golden, {
		"versions": [
			{
				"version_number": 1,
				"launch_template_data": {
					"metadata_options": {
						"http_tokens": "optional",
						"http_endpoint": "enabled",
					},
				},
			},
			{
				"version_number": 2,
				"launch_template_data": {
					"metadata_options": {
						"http_tokens": "required",
						"http_endpoint": "enabled",
					},
				},
			},
		],
	})
	launch_template_imdsv2.fail == {"version 1 does not ask for it"} with input as resource
	not launch_template_imdsv2.pass with input as resource
}

test_fails_when_the_latest_says_nothing if {
	resource := object.union(golden, {
		"versions": [
			{
				"version_number": 1,
				"launch_template_data": {
					"metadata_options": {
						"http_tokens": "required",
						"http_endpoint": "enabled",
					},
				},
			},
			{
				"version_number": 2,
				"launch_template_data": {
					"image_id": "ami-1",
				},
			},
		],
	})
	launch_template_imdsv2.fail == {"version 2 does not ask for it"} with input as resource
	not launch_template_imdsv2.pass with input as resource
}

test_undecided_without_the_versions if {
	resource := object.union(golden, {"versions": []})
	not launch_template_imdsv2.pass with input as resource
	count(launch_template_imdsv2.fail) == 0 with input as resource
}
