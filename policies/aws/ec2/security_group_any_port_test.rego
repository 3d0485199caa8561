package aws.ec2.security_group_any_port_test

import rego.v1

import data.aws.ec2.security_group_any_port

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
	"kind": "aws.ec2.security_group",
	"source": "111122223333",
	"group_id": "sg-1",
	"ingress": [
		{
			"ip_protocol": "tcp",
			"from_port": 22,
			"to_port": 22,
			"ip_ranges": [{"cidr_ip": "10.0.0.0/8"}],
			"ipv6_ranges": [],
		},
	],
}

params := {
	"interface_types": ["api_gateway_managed", "vpc_endpoint"],
	"instance_owners": ["amazon-elb"],
	"public_ports": [],
}

resources := {
	"aws.ec2.network_interface": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-1",
			"groups": ["sg-1"],
			"interface_type": "interface",
			"instance_owner": "111122223333",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-2",
			"groups": ["sg-2"],
			"interface_type": "vpc_endpoint",
			"instance_owner": "111122223333",
		},
	],
}

test_passes_when_closed if {
	security_group_any_port.pass
		with input as golden
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_on_an_endpoint if {
	resource := object.union(golden, {
		"group_id": "sg-2",
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_any_port.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_passes_on_a_load_balancer if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	others := object.union(resources, {
		"aws.ec2.network_interface": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-1",
				"groups": ["sg-1"],
				"interface_type": "interface",
				"instance_owner": "amazon-elb",
			},
		],
	})
	security_group_any_port.pass
		with input as resource
		with data.params as params
		with data.resources as others
	count(security_group_any_port.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as others
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as others
}

test_passes_with_a_public_port if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	ours := object.union(params, {"public_ports": [443]})
	security_group_any_port.pass
		with input as resource
		with data.params as ours
		with data.resources as resources
	count(security_group_any_port.fail) == 0
		with input as resource
		with data.params as ours
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as ours
		with data.resources as resources
}

test_fails_on_a_machine if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_any_port.fail == {"tcp 443 is open to 0.0.0.0/0"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not security_group_any_port.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_beside_a_public_port if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 444,
				"ip_ranges": [],
				"ipv6_ranges": [{"cidr_ipv6": "::/0"}],
			},
		],
	})
	ours := object.union(params, {"public_ports": [443]})
	security_group_any_port.fail == {"tcp 443-444 is open to ::/0"}
		with input as resource
		with data.params as ours
		with data.resources as resources
	not security_group_any_port.pass
		with input as resource
		with data.params as ours
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as ours
		with data.resources as resources
}

test_fails_with_all_traffic if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "-1",
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_any_port.fail == {"all traffic is open to 0.0.0.0/0"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not security_group_any_port.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_ping if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "icmp",
				"from_port": 8,
				"to_port": -1,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_any_port.fail == {"icmp is open to 0.0.0.0/0"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not security_group_any_port.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_when_attached_to_nothing if {
	resource := object.union(golden, {
		"group_id": "sg-3",
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_any_port.not_applicable == {"it is attached to nothing"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not security_group_any_port.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(security_group_any_port.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}
