package aws.ec2.enclave_host_ports_test

import rego.v1

import data.aws.ec2.enclave_host_ports

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"enclaves_enabled": true,
	"state": "running",
	"security_groups": ["sg-1"],
}

params := {"allowed_ports": [22, 80, 443]}

resources := {
	"aws.ec2.security_group": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
			"group_id": "sg-1",
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
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-2",
			"group_id": "sg-2",
			"ingress": [
				{
					"ip_protocol": "udp",
					"from_port": 8443,
					"to_port": 8443,
					"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
					"ipv6_ranges": [],
				},
			],
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-3",
			"group_id": "sg-3",
			"ingress": [
				{
					"ip_protocol": "-1",
					"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
					"ipv6_ranges": [],
				},
			],
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-4",
			"group_id": "sg-4",
			"ingress": [
				{
					"ip_protocol": "tcp",
					"from_port": 80,
					"to_port": 81,
					"ip_ranges": [],
					"ipv6_ranges": [{"cidr_ipv6": "::/0"}],
				},
			],
		},
	],
}

test_passes_with_agreed_ports if {
	enclave_host_ports.pass with input as golden with data.params as params with data.resources as resources
	count(enclave_host_ports.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_fails_with_another if {
	resource := object.union(golden, {"security_groups": ["sg-1", "sg-2"]})
	enclave_host_ports.fail == {"udp 8443 is open to 0.0.0.0/0 through sg-2"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_host_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_a_range if {
	resource := object.union(golden, {"security_groups": ["sg-4"]})
	enclave_host_ports.fail == {"tcp 80-81 is open to ::/0 through sg-4"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_host_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_all_traffic if {
	resource := object.union(golden, {"security_groups": ["sg-3"]})
	enclave_host_ports.fail == {"all traffic is open to 0.0.0.0/0 through sg-3"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_host_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_undecided_when_a_group_is_not_known if {
	resource := object.union(golden, {"security_groups": ["sg-9"]})
	not enclave_host_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_without_enclaves if {
	resource := object.union(golden, {"enclaves_enabled": false})
	enclave_host_ports.not_applicable == {"the instance runs no enclaves"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_host_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_while_it_starts if {
	resource := object.union(golden, {"state": "pending"})
	enclave_host_ports.not_applicable == {"the instance is pending"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_host_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(enclave_host_ports.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}
