# METADATA
# title: Network access control lists do not let all traffic in from the internet
# description: >-
#   The list of a subnet stands behind every security group in it. If it lets everything in, a
#   mistake in one group is enough. The list that comes with a VPC is of that kind. Regions in which
#   nobody made a security group are left out.
# custom:
#   kind: aws.ec2.network_acl
#   needs: [entries, region, aws.ec2.security_group/region, aws.ec2.security_group/name]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [ec2_networkacl_allow_ingress_any_port]
#   remediation: >-
#     Make a list that allows the ports the subnet serves, and associate the subnets with it; take
#     the rule for all traffic out of the default list.
package aws.ec2.network_acl_any_port

import rego.v1

# Whether a region has groups that somebody made; without them nothing was built there.
used := {group.region | some group in data.resources["aws.ec2.security_group"]; group.name != "default"}

not_applicable contains "only default security groups exist in the region" if not input.region in used

all_from(family, everyone) := [entry |
	some entry in input.entries
	entry.egress == false
	entry.protocol == "-1"
	entry[family] == everyone
]

# Entries are asked in the order of their numbers, and the first that speaks decides.
first(entries) := [entry | some entry in entries; entry.rule_number == min([e.rule_number | some e in entries])]

opened contains everyone if {
	some [family, everyone] in [["cidr_block", "0.0.0.0/0"], ["ipv6_cidr_block", "::/0"]]
	some entry in first(all_from(family, everyone))
	entry.rule_action == "allow"
}

pass if {
	input.region in used
	is_array(input.entries)
	count(opened) == 0
}

fail contains sprintf("all traffic from %s is let in", [everyone]) if {
	input.region in used
	some everyone in opened
}
