package aws.ec2.network_acl_any_port_test

import rego.v1

import data.aws.ec2.network_acl_any_port

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:network-acl/acl-1",
	"kind": "aws.ec2.network_acl",
	"source": "111122223333",
	"region": "eu-central-1",
	"entries": [
		{
			"rule_number": 100,
			"egress": false,
			"rule_action": "allow",
			"protocol": "6",
			"cidr_block": "0.0.0.0/0",
			"port_range": {"from": 443, "to": 443},
		},
		{
			"rule_number": 100,
			"egress": true,
			"rule_action": "allow",
			"protocol": "-1",
			"cidr_block": "0.0.0.0/0",
		},
		{
			"rule_number": 32767,
			"egress": false,
			"rule_action": "deny",
			"protocol": "-1",
			"cidr_block": "0.0.0.0/0",
		},
		{
			"rule_number": 32768,
			"egress": false,
			"rule_action": "deny",
			"protocol": "-1",
			"ipv6_cidr_block": "::/0",
		},
	],
}

resources := {
	"aws.ec2.security_group": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
			"name": "default",
			"region": "eu-west-1",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-2",
			"name": "web",
			"region": "eu-central-1",
		},
	],
}

test_passes_with_chosen_ports if {
	network_acl_any_port.pass with input as golden with data.resources as resources
	count(network_acl_any_port.fail) == 0 with input as golden with data.resources as resources
	count(network_acl_any_port.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_without_entries if {
	resource := object.union(golden, {"entries": []})
	network_acl_any_port.pass with input as resource with data.resources as resources
	count(network_acl_any_port.fail) == 0 with input as resource with data.resources as resources
	count(network_acl_any_port.not_applicable) == 0 with input as resource with data.resources as resources
}

test_passes_when_denied_first if {
	resource := object.union(golden, {
		"entries": [
			{
				"rule_number": 110,
				"egress": false,
				"rule_action": "allow",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 90,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
		],
	})
	network_acl_any_port.pass with input as resource with data.resources as resources
	count(network_acl_any_port.fail) == 0 with input as resource with data.resources as resources
	count(network_acl_any_port.not_applicable) == 0 with input as resource with data.resources as resources
}

test_passes_for_one_network if {
	resource := object.union(golden, {
		"entries": [
			{
				"rule_number": 100,
				"egress": false,
				"rule_action": "allow",
				"protocol": "-1",
				"cidr_block": "10.0.0.0/8",
			},
			{
				"rule_number": 32767,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 32768,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"ipv6_cidr_block": "::/0",
			},
		],
	})
	network_acl_any_port.pass with input as resource with data.resources as resources
	count(network_acl_any_port.fail) == 0 with input as resource with data.resources as resources
	count(network_acl_any_port.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_the_default_list if {
	resource := object.union(golden, {
		"entries": [
			{
				"rule_number": 100,
				"egress": false,
				"rule_action": "allow",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 32767,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 32768,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"ipv6_cidr_block": "::/0",
			},
		],
	})
	network_acl_any_port.fail == {"all traffic from 0.0.0.0/0 is let in"}
		with input as resource
		with data.resources as resources
	not network_acl_any_port.pass with input as resource with data.resources as resources
	count(network_acl_any_port.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_over_ipv6 if {
	resource := object.union(golden, {
		"entries": [
			{
				"rule_number": 101,
				"egress": false,
				"rule_action": "allow",
				"protocol": "-1",
				"ipv6_cidr_block": "::/0",
			},
			{
				"rule_number": 32767,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 32768,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"ipv6_cidr_block": "::/0",
			},
		],
	})
	network_acl_any_port.fail == {"all traffic from ::/0 is let in"}
		with input as resource
		with data.resources as resources
	not network_acl_any_port.pass with input as resource with data.resources as resources
	count(network_acl_any_port.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_where_nothing_was_built if {
	resource := object.union(golden, {
		"region": "eu-west-1",
		"entries": [
			{
				"rule_number": 100,
				"egress": false,
				"rule_action": "allow",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 32767,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"cidr_block": "0.0.0.0/0",
			},
			{
				"rule_number": 32768,
				"egress": false,
				"rule_action": "deny",
				"protocol": "-1",
				"ipv6_cidr_block": "::/0",
			},
		],
	})
	network_acl_any_port.not_applicable == {"only default security groups exist in the region"}
		with input as resource
		with data.resources as resources
	not network_acl_any_port.pass with input as resource with data.resources as resources
	count(network_acl_any_port.fail) == 0 with input as resource with data.resources as resources
}
