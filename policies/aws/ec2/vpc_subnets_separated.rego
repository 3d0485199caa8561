# METADATA
# title: VPCs keep private subnets beside public ones
# description: >-
#   Only what must speak with the internet belongs into a subnet with a route to it; databases and
#   servers behind a load balancer belong into one without. A VPC with only one of the two has no
#   such line. VPCs to which nothing is connected are left out.
# custom:
#   kind: aws.ec2.vpc
#   needs:
#     - vpc_id
#     - aws.ec2.subnet/subnet_id
#     - aws.ec2.subnet/vpc_id
#     - aws.ec2.network_interface/vpc_id
#     - aws.ec2.route_table/vpc_id
#     - aws.ec2.route_table/associations
#     - aws.ec2.route_table/routes
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.8.1, ir.6.8.2.c, ir.6.8.2.d]
#     iso27001: [A.8.22]
#   equivalent:
#     prowler: [vpc_subnet_separate_private_public]
#   remediation: >-
#     Make subnets whose route table has no route to an internet gateway, and move into them what
#     need not be reached from outside.
package aws.ec2.vpc_subnets_separated

import rego.v1

import data.lib.network

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

used := {interface.vpc_id | some interface in data.resources["aws.ec2.network_interface"]}

not_applicable contains "nothing is connected to it" if not input.vpc_id in used

subnets := {vpc: [subnet.subnet_id | some subnet in data.resources["aws.ec2.subnet"]; subnet.vpc_id == vpc] |
	some vpc in {subnet.vpc_id | some subnet in data.resources["aws.ec2.subnet"]}
}

routes(subnet) := explicit[subnet]

routes(subnet) := main[input.vpc_id] if not explicit[subnet]

public := [subnet | some subnet in subnets[input.vpc_id]; count(network.to_internet(routes(subnet))) > 0]

private := [subnet | some subnet in subnets[input.vpc_id]; count(network.to_internet(routes(subnet))) == 0]

known if count(public) + count(private) == count(subnets[input.vpc_id])

pass if {
	input.vpc_id in used
	count(public) > 0
	count(private) > 0
}

fail contains "it has no subnets" if {
	input.vpc_id in used
	not subnets[input.vpc_id]
}

fail contains "all its subnets are public" if {
	input.vpc_id in used
	known
	count(private) == 0
}

fail contains "none of its subnets is public" if {
	input.vpc_id in used
	known
	count(public) == 0
}
