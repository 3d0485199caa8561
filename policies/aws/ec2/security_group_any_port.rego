# METADATA
# title: Only load balancers and managed endpoints take traffic from the internet
# description: >-
#   Traffic from everywhere should end at a load balancer or a managed endpoint, where it is
#   inspected, limited and logged, and not at a machine. A group that is open to the internet is
#   judged by what it is attached to; ports that may be open to machines all the same are a
#   parameter.
# custom:
#   kind: aws.ec2.security_group
#   needs:
#     - group_id
#     - ingress
#     - aws.ec2.network_interface/groups
#     - aws.ec2.network_interface/interface_type
#     - aws.ec2.network_interface/instance_owner
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   params:
#     interface_types: [api_gateway_managed, vpc_endpoint]
#     instance_owners: [amazon-elb]
#     public_ports: []
#   equivalent:
#     prowler: [ec2_securitygroup_allow_ingress_from_internet_to_any_port]
#   remediation: >-
#     Put a load balancer or API Gateway in front and let the group of the machines take traffic
#     from its group alone; or list the port in public_ports.
package aws.ec2.security_group_any_port

import rego.v1

import data.lib.network

attached := {group | some interface in data.resources["aws.ec2.network_interface"]; some group in interface.groups}

# Groups of interfaces that are neither of an allowed type nor of an allowed owner.
on_machines := {group |
	some interface in data.resources["aws.ec2.network_interface"]
	not interface.interface_type in data.params.interface_types
	not interface.instance_owner in data.params.instance_owners
	some group in interface.groups
}

opened contains sprintf("%s is open to %s", [network.ports(rule), source]) if {
	some rule in input.ingress
	network.beyond(rule, data.params.public_ports)
	some source in network.open_to(rule)
}

opened contains sprintf("%s is open to %s", [network.ports(rule), source]) if {
	some rule in input.ingress
	not rule.ip_protocol in {"-1", "tcp", "udp"}
	some source in network.open_to(rule)
}

not_applicable contains "it is attached to nothing" if not input.group_id in attached

pass if {
	input.group_id in attached
	is_array(input.ingress)
	count(opened) == 0
}

pass if {
	input.group_id in attached
	count(opened) > 0
	not input.group_id in on_machines
}

fail contains reason if {
	input.group_id in on_machines
	some reason in opened
}
