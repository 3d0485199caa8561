# METADATA
# title: No instance offers administration or data ports to the internet
# description: >-
#   What listens on these ports gives away a machine or a database to whoever finds a weak password
#   or a missing patch. All groups of an instance add up. The message says whether the instance can
#   be reached now, or only as soon as it gets a public address. Which ports count is a parameter,
#   by service.
# custom:
#   kind: aws.ec2.instance
#   needs:
#     - state
#     - security_groups
#     - public_ip_address
#     - aws.ec2.security_group/group_id
#     - aws.ec2.security_group/ingress
#   severity: critical
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   params:
#     services:
#       FTP: [20, 21]
#       SSH: [22]
#       Telnet: [23]
#       Kerberos: [88, 464, 749, 750]
#       CIFS: [139, 445]
#       LDAP: [389, 636]
#       SQL Server: [1433, 1434]
#       Oracle: [1521, 2483, 2484]
#       MySQL: [3306]
#       RDP: [3389]
#       PostgreSQL: [5432]
#       Redis: [6379]
#       Cassandra: [7000, 7001, 7199, 9042, 9160]
#       Elasticsearch and Kibana: [5601, 9200, 9300]
#       Kafka: [9092]
#       Memcached: [11211]
#       MongoDB: [27017, 27018]
#   equivalent:
#     prowler:
#       - ec2_instance_port_cassandra_exposed_to_internet
#       - ec2_instance_port_cifs_exposed_to_internet
#       - ec2_instance_port_elasticsearch_kibana_exposed_to_internet
#       - ec2_instance_port_ftp_exposed_to_internet
#       - ec2_instance_port_kafka_exposed_to_internet
#       - ec2_instance_port_kerberos_exposed_to_internet
#       - ec2_instance_port_ldap_exposed_to_internet
#       - ec2_instance_port_memcached_exposed_to_internet
#       - ec2_instance_port_mongodb_exposed_to_internet
#       - ec2_instance_port_mysql_exposed_to_internet
#       - ec2_instance_port_oracle_exposed_to_internet
#       - ec2_instance_port_postgresql_exposed_to_internet
#       - ec2_instance_port_rdp_exposed_to_internet
#       - ec2_instance_port_redis_exposed_to_internet
#       - ec2_instance_port_sqlserver_exposed_to_internet
#       - ec2_instance_port_ssh_exposed_to_internet
#       - ec2_instance_port_telnet_exposed_to_internet
#   remediation: >-
#     Take the rule out of the group that is named, or the group off the instance; administer
#     through Session Manager or a VPN.
package aws.ec2.instance_sensitive_ports

import rego.v1

import data.lib.network

opened := {group.group_id: reasons |
	some group in data.resources["aws.ec2.security_group"]
	reasons := network.opened(group.ingress, data.params.services)
}

reached := sprintf("at %s", [input.public_ip_address]) if is_string(input.public_ip_address)

reached := "as soon as it gets a public address" if input.public_ip_address == null

not_applicable contains "the instance is terminated" if input.state == "terminated"

pass if {
	input.state != "terminated"
	is_string(reached)
	is_array(input.security_groups)
	count([group | some group in input.security_groups; opened[group] == set()]) == count(input.security_groups)
}

fail contains sprintf("%s through %s, %s", [reason, group, reached]) if {
	input.state != "terminated"
	some group in input.security_groups
	some reason in opened[group]
}
