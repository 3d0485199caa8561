package aws.ec2.subnet_no_public_ip_test

import rego.v1

import data.aws.ec2.subnet_no_public_ip

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
	"kind": "aws.ec2.subnet",
	"source": "111122223333",
	"subnet_id": "subnet-1",
	"map_public_ip_on_launch": false,
}

resources := {
	"aws.ec2.network_interface": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-1",
			"vpc_id": "vpc-1",
			"subnet_id": "subnet-1",
		},
	],
}

test_passes_when_off if {
	subnet_no_public_ip.pass with input as golden with data.resources as resources
	count(subnet_no_public_ip.fail) == 0 with input as golden with data.resources as resources
	count(subnet_no_public_ip.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_on if {
	resource := object.union(golden, {"map_public_ip_on_launch": true})
	subnet_no_public_ip.fail == {"new interfaces get a public address"}
		with input as resource
		with data.resources as resources
	not subnet_no_public_ip.pass with input as resource with data.resources as resources
	count(subnet_no_public_ip.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_unused if {
	resource := object.union(golden, {"subnet_id": "subnet-9", "map_public_ip_on_launch": true})
	subnet_no_public_ip.not_applicable == {"nothing is connected to it"}
		with input as resource
		with data.resources as resources
	not subnet_no_public_ip.pass with input as resource with data.resources as resources
	count(subnet_no_public_ip.fail) == 0 with input as resource with data.resources as resources
}
