# METADATA
# title: Network access control lists let no remote administration in from the internet
# description: >-
#   SSH and RDP from everywhere should fail twice: at the security group and at the subnet’s list,
#   which holds for every machine of the subnet whatever its groups say. Regions in which nobody
#   made a security group are left out.
# custom:
#   kind: aws.ec2.network_acl
#   needs: [entries, region, aws.ec2.security_group/region, aws.ec2.security_group/name]
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   params: {ports: {SSH: 22, RDP: 3389}}
#   equivalent:
#     prowler:
#       - ec2_networkacl_allow_ingress_tcp_port_22
#       - ec2_networkacl_allow_ingress_tcp_port_3389
#     cis: ["aws-3.0:5.1", "aws-5.0:5.2", "aws-7.0:6.2"]
#   remediation: >-
#     Replace the rule by one for the addresses that administer the machines, or deny the port with
#     a lower rule number.
package aws.ec2.network_acl_admin_ports

import rego.v1

# Whether a region has groups that somebody made; without them nothing was built there.
used := {group.region | some group in data.resources["aws.ec2.security_group"]; group.name != "default"}

not_applicable contains "only default security groups exist in the region" if not input.region in used

speaks(entry, _) if entry.protocol == "-1"

speaks(entry, port) if {
	entry.protocol == "6"
	entry.port_range.from <= port
	entry.port_range.to >= port
}

about(port, family, everyone) := [entry |
	some entry in input.entries
	entry.egress == false
	entry[family] == everyone
	speaks(entry, port)
]

# Entries are asked in the order of their numbers, and the first that speaks decides.
first(entries) := [entry | some entry in entries; entry.rule_number == min([e.rule_number | some e in entries])]

opened contains sprintf("%s (TCP %d) is let in from %s", [service, port, everyone]) if {
	some service, port in data.params.ports
	some [family, everyone] in [["cidr_block", "0.0.0.0/0"], ["ipv6_cidr_block", "::/0"]]
	some entry in first(about(port, family, everyone))
	entry.rule_action == "allow"
}

pass if {
	input.region in used
	is_array(input.entries)
	count(opened) == 0
}

fail contains reason if {
	input.region in used
	some reason in opened
}
