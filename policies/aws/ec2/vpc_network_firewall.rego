# METADATA
# title: VPCs have a network firewall
# description: >-
#   Security groups know addresses and ports. A network firewall looks into the traffic, knows names
#   and signatures, and holds for all machines of the VPC alike. VPCs to which nothing is connected
#   are left out.
# custom:
#   kind: aws.ec2.vpc
#   needs: [vpc_id, aws.network_firewall.firewall/vpc_id, aws.ec2.network_interface/vpc_id]
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [networkfirewall_in_all_vpc]
#   remediation: >-
#     Make a firewall for the VPC, or lead its traffic through one at a transit gateway and waive
#     the finding.
package aws.ec2.vpc_network_firewall

import rego.v1

used := {interface.vpc_id | some interface in data.resources["aws.ec2.network_interface"]}

guarded := {firewall.vpc_id | some firewall in data.resources["aws.network_firewall.firewall"]}

not_applicable contains "nothing is connected to it" if not input.vpc_id in used

pass if {
	input.vpc_id in used
	input.vpc_id in guarded
}

fail contains "it has no network firewall" if {
	input.vpc_id in used
	not input.vpc_id in guarded
}
