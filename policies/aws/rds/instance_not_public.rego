# METADATA
# title: Database instances cannot be reached from the internet
# description: >-
#   A database on the internet is found within hours and tried without end. An instance is
#   reached if it has a public address, a security group lets everyone through to its port, and
#   one of its subnets has a route to an internet gateway. All three are looked up.
# custom:
#   kind: aws.rds.instance
#   needs:
#     - publicly_accessible
#     - port
#     - security_groups
#     - subnets
#     - aws.ec2.security_group/group_id
#     - aws.ec2.security_group/ingress
#     - aws.ec2.subnet/subnet_id
#     - aws.ec2.subnet/vpc_id
#     - aws.ec2.route_table/vpc_id
#     - aws.ec2.route_table/associations
#     - aws.ec2.route_table/routes
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.7.2.c, ir.6.8.2.c]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [rds_instance_no_public_access]
#     cis: ["aws-3.0:2.3.3", "aws-5.0:2.2.3", "aws-7.0:3.2.3"]
#   remediation: >-
#     Run aws rds modify-db-instance --no-publicly-accessible; take 0.0.0.0/0 and ::/0 out of
#     its security groups, and keep databases in subnets without a route to an internet gateway.
package aws.rds.instance_not_public

import rego.v1

import data.lib.network

ingress := {group.group_id: group.ingress | some group in data.resources["aws.ec2.security_group"]}

explicit := {association.subnet_id: table.routes |
	some table in data.resources["aws.ec2.route_table"]
	some association in table.associations
	is_string(association.subnet_id)
}

# A subnet that no table names takes the main table of its VPC.
main := {table.vpc_id: table.routes |
	some table in data.resources["aws.ec2.route_table"]
	some association in table.associations
	association.main == true
}

routes := {subnet.subnet_id: object.get(explicit, subnet.subnet_id, main[subnet.vpc_id]) |
	some subnet in data.resources["aws.ec2.subnet"]
}

open := {group |
	some group in input.security_groups
	some rule in ingress[group]
	count(network.open_to(rule)) > 0
	network.reaches(rule, input.port)
}

known_groups if {
	is_array(input.security_groups)
	count([group | some group in input.security_groups; ingress[group]]) == count(input.security_groups)
}

public := {subnet | some subnet in input.subnets; count(network.to_internet(routes[subnet])) > 0}

known_subnets if {
	count(input.subnets) > 0
	count([subnet | some subnet in input.subnets; routes[subnet]]) == count(input.subnets)
}

pass if input.publicly_accessible == false

pass if {
	known_groups
	is_number(input.port)
	count(open) == 0
}

pass if {
	known_subnets
	count(public) == 0
}

fail contains sprintf("port %d is open to the internet through %s in %s", [input.port, group, subnet]) if {
	input.publicly_accessible == true
	some group in open
	some subnet in public
}
