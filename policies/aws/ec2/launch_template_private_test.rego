package aws.ec2.launch_template_private_test

import rego.v1

import data.aws.ec2.launch_template_private

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:launch-template/lt-1",
	"kind": "aws.ec2.launch_template",
	"source": "111122223333",
	"versions": [
		{
			"version_number": 1,
			"launch_template_data": {
				"network_interfaces": [{"associate_public_ip_address": false}],
			},
		},
		{"version_number": 2, "launch_template_data": {"image_id": "ami-1"}},
		{
			"version_number": 3,
			"launch_template_data": {"network_interfaces": [{"network_interface_id": "eni-1"}]},
		},
	],
}

resources := {
	"aws.ec2.network_interface": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-1",
			"interface_id": "eni-1",
			"public_ip": null,
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-2",
			"interface_id": "eni-2",
			"public_ip": "198.51.100.7",
		},
	],
}

test_passes_without_public_addresses if {
	launch_template_private.pass with input as golden with data.resources as resources
	count(launch_template_private.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_a_version_asks_for_one if {
	resource := object.union(golden, {
		"versions": [
			{
				"version_number": 1,
				"launch_template_data": {
					"network_interfaces": [
						{
							"associate_public_ip_address": true,
						},
					],
				},
			},
			{
				"version_number": 2,
				"launch_template_data": {},
			},
		],
	})
	launch_template_private.fail == {"version 1 asks for a public address"}
		with input as resource
		with data.resources as resources
	not launch_template_private.pass with input as resource with data.resources as resources
}

test_fails_with_an_interface_that_has_one if {
	resource := object.union(golden, {
		"versions": [
			{
				"version_number": 1,
				"launch_template_data": {
					"network_interfaces": [
						{"network_interface_id": "eni-2"},
					],
				},
			},
		],
	})
	launch_template_private.fail == {"version 1 uses eni-2, which has a public address"}
		with input as resource
		with data.resources as resources
	not launch_template_private.pass with input as resource with data.resources as resources
}
