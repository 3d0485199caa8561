# METADATA
# title: Security groups name no wide ranges of public addresses
# description: >-
#   A range such as 52.0.0.0/8 looks like a limit and lets in every customer of a cloud provider.
#   Rules for public addresses should name those that are known, few enough to be somebody’s.
# custom:
#   kind: aws.ec2.security_group
#   needs: [ingress, egress]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   params: {shortest_prefix: 24}
#   equivalent:
#     prowler: [ec2_securitygroup_allow_wide_open_public_ipv4]
#   remediation: >-
#     Replace the range by the addresses that are needed, by a prefix list or by the security group
#     of the peer.
package aws.ec2.security_group_wide_ranges

import rego.v1

import data.lib.network

wide(rules) := {range.cidr_ip |
	some rule in rules
	some range in rule.ip_ranges
	bits := to_number(split(range.cidr_ip, "/")[1])
	bits > 0
	bits < data.params.shortest_prefix
	network.public(range.cidr_ip)
}

pass if {
	is_array(input.ingress)
	is_array(input.egress)
	count(wide(input.ingress)) == 0
	count(wide(input.egress)) == 0
}

fail contains sprintf("traffic from %s is let in", [cidr]) if some cidr in wide(input.ingress)

fail contains sprintf("traffic to %s is let out", [cidr]) if some cidr in wide(input.egress)
