package aws.ec2.instance_sensitive_ports_test

import rego.v1

import data.aws.ec2.instance_sensitive_ports

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"state": "running",
	"security_groups": ["sg-1"],
	"public_ip_address": null,
}

params := {
	"ports": {
		"20": "FTP",
		"21": "FTP",
		"22": "SSH",
		"23": "Telnet",
		"88": "Kerberos",
		"139": "CIFS",
		"389": "LDAP",
		"445": "CIFS",
		"464": "Kerberos",
		"636": "LDAP",
		"749": "Kerberos",
		"750": "Kerberos",
		"1433": "SQL Server",
		"1434": "SQL Server",
		"1521": "Oracle",
		"2483": "Oracle",
		"2484": "Oracle",
		"3306": "MySQL",
		"3389": "RDP",
		"5432": "PostgreSQL",
		"5601": "Elasticsearch and Kibana",
		"6379": "Redis",
		"7000": "Cassandra",
		"7001": "Cassandra",
		"7199": "Cassandra",
		"9042": "Cassandra",
		"9092": "Kafka",
		"9160": "Cassandra",
		"9200": "Elasticsearch and Kibana",
		"9300": "Elasticsearch and Kibana",
		"11211": "Memcached",
		"27017": "MongoDB",
		"27018": "MongoDB",
	},
}

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
					"ip_protocol": "tcp",
					"from_port": 22,
					"to_port": 22,
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
	],
}

test_passes_with_closed_groups if {
	instance_sensitive_ports.pass
		with input as golden
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_without_groups if {
	resource := object.union(golden, {"security_groups": []})
	instance_sensitive_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_ssh if {
	resource := object.union(golden, {"security_groups": ["sg-1", "sg-2"]})
	instance_sensitive_ports.fail == {"SSH (TCP 22) is open to 0.0.0.0/0 through sg-2, as soon as it gets a public address"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not instance_sensitive_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_with_all_traffic_at_an_address if {
	resource := object.union(golden, {"security_groups": ["sg-3"], "public_ip_address": "198.51.100.7"})
	instance_sensitive_ports.fail == {"all ports (-1) are open to 0.0.0.0/0 through sg-3, at 198.51.100.7"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not instance_sensitive_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_undecided_when_a_group_is_not_known if {
	resource := object.union(golden, {"security_groups": ["sg-1", "sg-9"]})
	not instance_sensitive_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_when_terminated if {
	resource := object.union(golden, {"state": "terminated", "security_groups": ["sg-2"]})
	instance_sensitive_ports.not_applicable == {"the instance is terminated"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not instance_sensitive_ports.pass
		with input as resource
		with data.params as params
		with data.resources as resources
	count(instance_sensitive_ports.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}
