package aws.ec2.security_group_sensitive_ports_test

import rego.v1

import data.aws.ec2.security_group_sensitive_ports

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

params := {
	"ports": {
		"20": "FTP",
		"21": "FTP",
		"22": "SSH",
		"23": "Telnet",
		"25": "SMTP",
		"110": "POP3",
		"135": "RPC",
		"143": "IMAP",
		"445": "CIFS",
		"1433": "SQL Server",
		"1434": "SQL Server",
		"1521": "Oracle",
		"2483": "Oracle",
		"3000": "development server",
		"3306": "MySQL",
		"3389": "RDP",
		"4333": "development server",
		"5000": "development server",
		"5432": "PostgreSQL",
		"5500": "development server",
		"5601": "Elasticsearch and Kibana",
		"6379": "Redis",
		"7199": "Cassandra",
		"8080": "development server",
		"8088": "development server",
		"8888": "Cassandra",
		"9092": "Kafka",
		"9160": "Cassandra",
		"9200": "Elasticsearch and Kibana",
		"9300": "Elasticsearch and Kibana",
		"11211": "Memcached",
		"27017": "MongoDB",
		"27018": "MongoDB",
	},
}

test_passes_with_other_ports if {
	security_group_sensitive_ports.pass with input as golden with data.params as params
	count(security_group_sensitive_ports.fail) == 0 with input as golden with data.params as params
}

test_passes_without_rules if {
	resource := object.union(golden, {"ingress": []})
	security_group_sensitive_ports.pass with input as resource with data.params as params
	count(security_group_sensitive_ports.fail) == 0 with input as resource with data.params as params
}

test_passes_for_udp if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "udp",
				"from_port": 22,
				"to_port": 22,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_sensitive_ports.pass with input as resource with data.params as params
	count(security_group_sensitive_ports.fail) == 0 with input as resource with data.params as params
}

test_passes_beside_the_port if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 26,
				"to_port": 109,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
			{
				"ip_protocol": "tcp",
				"from_port": 7,
				"to_port": 19,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_sensitive_ports.pass with input as resource with data.params as params
	count(security_group_sensitive_ports.fail) == 0 with input as resource with data.params as params
}

test_fails_with_ssh if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 22,
				"to_port": 22,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_sensitive_ports.fail == {"SSH (TCP 22) is open to 0.0.0.0/0"}
		with input as resource
		with data.params as params
	not security_group_sensitive_ports.pass with input as resource with data.params as params
}

test_fails_with_a_range_over_ipv6 if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 20,
				"to_port": 22,
				"ip_ranges": [],
				"ipv6_ranges": [{"cidr_ipv6": "::/0"}],
			},
		],
	})
	security_group_sensitive_ports.fail == {
		"FTP (TCP 20) is open to ::/0",
		"FTP (TCP 21) is open to ::/0",
		"SSH (TCP 22) is open to ::/0",
	}
		with input as resource
		with data.params as params
	not security_group_sensitive_ports.pass with input as resource with data.params as params
}

test_fails_with_half_of_the_internet if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 22,
				"to_port": 22,
				"ip_ranges": [{"cidr_ip": "128.0.0.0/1"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_sensitive_ports.fail == {"SSH (TCP 22) is open to 128.0.0.0/1"}
		with input as resource
		with data.params as params
	not security_group_sensitive_ports.pass with input as resource with data.params as params
}

test_fails_once_for_all_traffic if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "-1",
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_sensitive_ports.fail == {"all ports (-1) are open to 0.0.0.0/0"}
		with input as resource
		with data.params as params
	not security_group_sensitive_ports.pass with input as resource with data.params as params
}

test_fails_once_for_all_ports if {
	resource := object.union(golden, {
		"ingress": [
			{
				"ip_protocol": "tcp",
				"from_port": 0,
				"to_port": 65535,
				"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
				"ipv6_ranges": [],
			},
		],
	})
	security_group_sensitive_ports.fail == {"all ports (tcp) are open to 0.0.0.0/0"}
		with input as resource
		with data.params as params
	not security_group_sensitive_ports.pass with input as resource with data.params as params
}
