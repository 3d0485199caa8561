# METADATA
# title: Subnets give out no public addresses by themselves
# description: >-
#   In a subnet that gives every new interface a public address, a machine is on the internet
#   because nobody said otherwise. It should be there only if somebody said so. Subnets in which
#   nothing is connected are left out.
# custom:
#   kind: aws.ec2.subnet
#   needs: [subnet_id, map_public_ip_on_launch, aws.ec2.network_interface/subnet_id]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [vpc_subnet_no_public_ip_by_default]
#   remediation: >-
#     Run aws ec2 modify-subnet-attribute --no-map-public-ip-on-launch for the subnet.
package aws.ec2.subnet_no_public_ip

import rego.v1

used := {interface.subnet_id | some interface in data.resources["aws.ec2.network_interface"]}

not_applicable contains "nothing is connected to it" if not input.subnet_id in used

pass if {
	input.subnet_id in used
	input.map_public_ip_on_launch == false
}

fail contains "new interfaces get a public address" if {
	input.subnet_id in used
	input.map_public_ip_on_launch == true
}
