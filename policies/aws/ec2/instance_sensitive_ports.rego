# METADATA
# title: No instance offers administration or data ports to the internet
# description: >-
#   What listens on these ports gives away a machine or a database to whoever finds a weak password
#   or a missing patch. All groups of an instance add up. The message says whether the instance can
#   be reached now, or only as soon as it gets a public address. Which ports count is a parameter.
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
#     ports:
#       "20": FTP
#       "21": FTP
#       "22": SSH
#       "23": Telnet
#       "88": Kerberos
#       "139": CIFS
#       "389": LDAP
#       "445": CIFS
#       "464": Kerberos
#       "636": LDAP
#       "749": Kerberos
#       "750": Kerberos
#       "1433": "SQL Server"
#       "1434": "SQL Server"
#       "1521": Oracle
#       "2483": Oracle
#       "2484": Oracle
#       "3306": MySQL
#       "3389": RDP
#       "5432": PostgreSQL
#       "5601": "Elasticsearch and Kibana"
#       "6379": Redis
#       "7000": Cassandra
#       "7001": Cassandra
#       "7199": Cassandra
#       "9042": Cassandra
#       "9092": Kafka
#       "9160": Cassandra
#       "9200": "Elasticsearch and Kibana"
#       "9300": "Elasticsearch and Kibana"
#       "11211": Memcached
#       "27017": MongoDB
#       "27018": MongoDB
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
	reasons := network.opened(group.ingress, data.params.ports)
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
