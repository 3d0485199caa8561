# METADATA
# title: Security groups keep administration and data ports off the internet
# description: >-
#   Ports of remote administration, of databases and of test servers are tried from all over the
#   world within minutes. Nothing behind them is meant for everybody. Which ports count is a
#   parameter.
# custom:
#   kind: aws.ec2.security_group
#   needs: [ingress]
#   severity: high
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
#       "25": SMTP
#       "110": POP3
#       "135": RPC
#       "143": IMAP
#       "445": CIFS
#       "1433": "SQL Server"
#       "1434": "SQL Server"
#       "1521": Oracle
#       "2483": Oracle
#       "3000": "development server"
#       "3306": MySQL
#       "3389": RDP
#       "4333": "development server"
#       "5000": "development server"
#       "5432": PostgreSQL
#       "5500": "development server"
#       "5601": "Elasticsearch and Kibana"
#       "6379": Redis
#       "7199": Cassandra
#       "8080": "development server"
#       "8088": "development server"
#       "8888": Cassandra
#       "9092": Kafka
#       "9160": Cassandra
#       "9200": "Elasticsearch and Kibana"
#       "9300": "Elasticsearch and Kibana"
#       "11211": Memcached
#       "27017": MongoDB
#       "27018": MongoDB
#   equivalent:
#     prowler:
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_cassandra_7199_9160_8888
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_elasticsearch_kibana_9200_9300_5601
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_ftp_20_21
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_kafka_9092
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_memcached_11211
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mongodb_27017_27018
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mysql_3306
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_oracle_1521_2483
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_postgres_5432
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_redis_6379
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_sql_server_1433_1434
#       - ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_telnet_23
#       - ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports
#     cis:
#       - "aws-3.0:5.2"
#       - "aws-3.0:5.3"
#       - "aws-5.0:5.3"
#       - "aws-5.0:5.4"
#       - "aws-7.0:6.3"
#       - "aws-7.0:6.4"
#   remediation: >-
#     Replace the rule by one for the addresses or the security group that need the port; reach
#     machines for administration through Session Manager or a VPN.
package aws.ec2.security_group_sensitive_ports

import rego.v1

import data.lib.network

opened := network.opened(input.ingress, data.params.ports)

pass if {
	is_array(input.ingress)
	count(opened) == 0
}

fail contains reason if some reason in opened
