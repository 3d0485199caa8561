package aws.ec2.enclave_host_private_test

import rego.v1

import data.aws.ec2.enclave_host_private

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"enclaves_enabled": true,
	"state": "running",
	"public_ip_address": null,
	"ipv6_addresses": ["fd00::1"],
	"subnet_id": "subnet-1",
	"vpc_id": "vpc-1",
}

resources := {
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

test_passes_in_a_private_subnet if {
	enclave_host_private.pass with input as golden with data.resources as resources
	count(enclave_host_private.fail) == 0 with input as golden with data.resources as resources
	count(enclave_host_private.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_with_an_address if {
	resource := object.union(golden, {"public_ip_address": "198.51.100.7"})
	enclave_host_private.fail == {"it has the public address 198.51.100.7"}
		with input as resource
		with data.resources as resources
	not enclave_host_private.pass with input as resource with data.resources as resources
	count(enclave_host_private.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_an_ipv6_address if {
	resource := object.union(golden, {"ipv6_addresses": ["2600:1f13::5"]})
	enclave_host_private.fail == {"it has the public address 2600:1f13::5"}
		with input as resource
		with data.resources as resources
	not enclave_host_private.pass with input as resource with data.resources as resources
	count(enclave_host_private.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_in_a_public_subnet if {
	resource := object.union(golden, {"subnet_id": "subnet-2"})
	enclave_host_private.fail == {
		"its subnet has a route for 0.0.0.0/0 to an internet gateway",
		"its subnet has a route for ::/0 to an internet gateway",
	}
		with input as resource
		with data.resources as resources
	not enclave_host_private.pass with input as resource with data.resources as resources
	count(enclave_host_private.not_applicable) == 0 with input as resource with data.resources as resources
}

test_undecided_without_its_routes if {
	resource := object.union(golden, {"vpc_id": "vpc-9"})
	not enclave_host_private.pass with input as resource with data.resources as resources
	count(enclave_host_private.fail) == 0 with input as resource with data.resources as resources
	count(enclave_host_private.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_enclaves if {
	resource := object.union(golden, {"enclaves_enabled": false})
	enclave_host_private.not_applicable == {"the instance runs no enclaves"}
		with input as resource
		with data.resources as resources
	not enclave_host_private.pass with input as resource with data.resources as resources
	count(enclave_host_private.fail) == 0 with input as resource with data.resources as resources
}

test_not_applicable_while_it_starts if {
	resource := object.union(golden, {"state": "pending"})
	enclave_host_private.not_applicable == {"the instance is pending"}
		with input as resource
		with data.resources as resources
	not enclave_host_private.pass with input as resource with data.resources as resources
	count(enclave_host_private.fail) == 0 with input as resource with data.resources as resources
}
