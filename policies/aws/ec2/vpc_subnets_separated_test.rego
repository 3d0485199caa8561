package aws.ec2.vpc_subnets_separated_test

import rego.v1

import data.aws.ec2.vpc_subnets_separated

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1",
	"kind": "aws.ec2.vpc",
	"source": "111122223333",
	"vpc_id": "vpc-1",
}

resources := {
	"aws.ec2.network_interface": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-1",
			"vpc_id": "vpc-1",
			"subnet_id": "subnet-1",
		},
	],
	"aws.ec2.subnet": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
			"subnet_id": "subnet-1",
			"vpc_id": "vpc-1",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
			"subnet_id": "subnet-2",
			"vpc_id": "vpc-1",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-3",
			"subnet_id": "subnet-3",
			"vpc_id": "vpc-2",
		},
	],
	"aws.ec2.route_table": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
			"vpc_id": "vpc-1",
			"associations": [{"main": true}],
			"routes": [
				{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local"},
				{"destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"},
			],
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-2",
			"vpc_id": "vpc-1",
			"associations": [{"main": false, "subnet_id": "subnet-2"}],
			"routes": [
				{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"},
				{"destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-1"},
			],
		},
	],
}

test_passes_with_both if {
	vpc_subnets_separated.pass with input as golden with data.resources as resources
	count(vpc_subnets_separated.fail) == 0 with input as golden with data.resources as resources
	count(vpc_subnets_separated.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without_subnets if {
	others := object.union(resources, {
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-3",
				"subnet_id": "subnet-3",
				"vpc_id": "vpc-2",
			},
		],
	})
	vpc_subnets_separated.fail == {"it has no subnets"} with input as golden with data.resources as others
	not vpc_subnets_separated.pass with input as golden with data.resources as others
	count(vpc_subnets_separated.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_when_all_are_public if {
	others := object.union(resources, {
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
	})
	vpc_subnets_separated.fail == {"all its subnets are public"}
		with input as golden
		with data.resources as others
	not vpc_subnets_separated.pass with input as golden with data.resources as others
	count(vpc_subnets_separated.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_when_none_is_public if {
	others := object.union(resources, {
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
		],
	})
	vpc_subnets_separated.fail == {"none of its subnets is public"}
		with input as golden
		with data.resources as others
	not vpc_subnets_separated.pass with input as golden with data.resources as others
	count(vpc_subnets_separated.not_applicable) == 0 with input as golden with data.resources as others
}

test_undecided_without_the_routes if {
	others := object.union(resources, {"aws.ec2.route_table": []})
	not vpc_subnets_separated.pass with input as golden with data.resources as others
	count(vpc_subnets_separated.fail) == 0 with input as golden with data.resources as others
	count(vpc_subnets_separated.not_applicable) == 0 with input as golden with data.resources as others
}

test_not_applicable_when_unused if {
	resource := object.union(golden, {"vpc_id": "vpc-9"})
	vpc_subnets_separated.not_applicable == {"nothing is connected to it"}
		with input as resource
		with data.resources as resources
	not vpc_subnets_separated.pass with input as resource with data.resources as resources
	count(vpc_subnets_separated.fail) == 0 with input as resource with data.resources as resources
}
