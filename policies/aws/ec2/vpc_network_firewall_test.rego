package aws.ec2.vpc_network_firewall_test

import rego.v1

import data.aws.ec2.vpc_network_firewall

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1",
	"kind": "aws.ec2.vpc",
	"source": "111122223333",
	"vpc_id": "vpc-1",
}

resources := {
	"aws.ec2.network_interface": [
		{"id": "e", "vpc_id": "vpc-1"},
		{"id": "f", "vpc_id": "vpc-2"},
	],
	"aws.network_firewall.firewall": [
		{
			"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall/edge",
			"vpc_id": "vpc-1",
		},
	],
}

test_passes_with_one if {
	vpc_network_firewall.pass with input as golden with data.resources as resources
	count(vpc_network_firewall.fail) == 0 with input as golden with data.resources as resources
	count(vpc_network_firewall.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	resource := object.union(golden, {"vpc_id": "vpc-2"})
	vpc_network_firewall.fail == {"it has no network firewall"}
		with input as resource
		with data.resources as resources
	not vpc_network_firewall.pass with input as resource with data.resources as resources
	count(vpc_network_firewall.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_unused if {
	resource := object.union(golden, {"vpc_id": "vpc-3"})
	vpc_network_firewall.not_applicable == {"nothing is connected to it"}
		with input as resource
		with data.resources as resources
	not vpc_network_firewall.pass with input as resource with data.resources as resources
	count(vpc_network_firewall.fail) == 0 with input as resource with data.resources as resources
}
