package aws.ec2.security_group_all_ports_test

import rego.v1

import data.aws.ec2.security_group_all_ports

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
	"kind": "aws.ec2.security_group",
	"source": "111122223333",
	"ingress": [
		{
			"ip_protocol": "tcp",
			"from_port": 22,
			"to_port": 22,
			"ip_ranges": [{"cidr_ip": "10.0.0.0/8"}],
			"ipv6_ranges": [],
		},
		{
			"ip_protocol": "tcp",
			"from_port": 443,
			"to_port": 443,
			"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
			"ipv6_ranges": [],
		},
	],
}

test_passes_with_single_ports if {
	security_group_all_ports.pass with input as golden
	count(security_group_all_ports.fail) == 0 with input as golden
}

test_passes_inside if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "-1",
				"ip_ranges": [{"cidr_ip": "10.0.0.0/8"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_all_ports.pass with input as resource
	count(security_group_all_ports.fail) == 0 with input as resource
}

test_passes_with_the_high_ports if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 1024,
				"to_port": 65535,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_all_ports.pass with input as resource
	count(security_group_all_ports.fail) == 0 with input as resource
}

test_passes_below_the_last_port if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 0,
				"to_port": 65534,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_all_ports.pass with input as resource
	count(security_group_all_ports.fail) == 0 with input as resource
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
	security_group_all_ports.fail == {"all ports (-1) are open to 0.0.0.0/0"} with input as resource
	not security_group_all_ports.pass with input as resource
}

test_fails_with_all_of_udp_over_ipv6 if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "udp",
				"from_port": 0,
				"to_port": 65535,
				"ip_ranges": [],
				"ipv6_ranges": [{"cidr_ipv6": "::/0"}],
			},
		],
	})
	security_group_all_ports.fail == {"all ports (udp) are open to ::/0"} with input as resource
	not security_group_all_ports.pass with input as resource
}

test_fails_from_port_one if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 1,
				"to_port": 65535,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_all_ports.fail == {"all ports (tcp) are open to 0.0.0.0/0"} with input as resource
	not security_group_all_ports.pass with input as resource
}
