package aws.ec2.security_group_wide_ranges_test

import rego.v1

import data.aws.ec2.security_group_wide_ranges

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
	"egress": [
		{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}], "ipv6_ranges": []},
	],
}

params := {"shortest_prefix": 24}

test_passes_with_private_ranges_and_all if {
	security_group_wide_ranges.pass with input as golden with data.params as params
	count(security_group_wide_ranges.fail) == 0 with input as golden with data.params as params
}

test_passes_without_rules if {
	resource := object.union(golden, {"ingress": [], "egress": []})
	security_group_wide_ranges.pass with input as resource with data.params as params
	count(security_group_wide_ranges.fail) == 0 with input as resource with data.params as params
}

test_passes_at_the_limit if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "52.1.1.0/24"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_wide_ranges.pass with input as resource with data.params as params
	count(security_group_wide_ranges.fail) == 0 with input as resource with data.params as params
}

test_passes_with_shared_address_space if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "100.64.0.0/10"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_wide_ranges.pass with input as resource with data.params as params
	count(security_group_wide_ranges.fail) == 0 with input as resource with data.params as params
}

test_fails_with_a_wide_source if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "52.0.0.0/8"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_wide_ranges.fail == {"traffic from 52.0.0.0/8 is let in"}
		with input as resource
		with data.params as params
	not security_group_wide_ranges.pass with input as resource with data.params as params
}

test_fails_just_above_the_limit if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "52.1.0.0/23"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_wide_ranges.fail == {"traffic from 52.1.0.0/23 is let in"}
		with input as resource
		with data.params as params
	not security_group_wide_ranges.pass with input as resource with data.params as params
}

test_fails_with_a_wide_destination if {
	resource := object.union(golden, {
		"egress": [
			{
				"ip_protocol": "tcp",
				"from_port": 443,
				"to_port": 443,
				"ip_ranges": [{"cidr_ip": "8.0.0.0/7"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_wide_ranges.fail == {"traffic to 8.0.0.0/7 is let out"}
		with input as resource
		with data.params as params
	not security_group_wide_ranges.pass with input as resource with data.params as params
}
