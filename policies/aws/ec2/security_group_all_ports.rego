# METADATA
# title: Security groups do not open all ports to the internet
# description: >-
#   A rule for all ports makes a security group mean nothing: whatever listens on a machine behind
#   it, now or after the next installation, can be reached by everybody.
# custom:
#   kind: aws.ec2.security_group
#   needs: [ingress]
#   severity: critical
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [ec2_securitygroup_allow_ingress_from_internet_to_all_ports]
#   remediation: >-
#     Remove the rule (aws ec2 revoke-security-group-ingress) and open the ports that are meant to
#     be public, one by one.
package aws.ec2.security_group_all_ports

import rego.v1

import data.lib.network

opened := {text |
	some rule in input.ingress
	network.all_ports(rule)
	some source in network.open_to(rule)
	text := sprintf("all ports (%s) are open to %s", [rule.ip_protocol, source])
}

pass if {
	is_array(input.ingress)
	count(opened) == 0
}

fail contains reason if some reason in opened
