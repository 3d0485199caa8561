# METADATA
# title: Ports that pass traffic into enclaves are closed to the internet
# description: >-
#   A proxy on the host hands traffic from TCP ports to the enclave. Such ports are for the services
#   of the host’s network, not for everybody. The ranges that proxies are commonly set to are a
#   parameter.
# custom:
#   kind: aws.ec2.instance
#   needs:
#     - enclaves_enabled
#     - state
#     - security_groups
#     - aws.ec2.security_group/group_id
#     - aws.ec2.security_group/ingress
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   params: {proxy_ports: ["5000", 8000-8090, "9000"]}
#   equivalent:
#     prowler: [ec2_confidential_workload_host_vsock_proxy_exposed]
#   remediation: >-
#     Let the ports of the proxy be reached from the security groups of its callers alone.
package aws.ec2.enclave_host_vsock_ports

import rego.v1

import data.lib.network

passing_by := {"pending", "shutting-down", "terminated"}

not_applicable contains "the instance runs no enclaves" if input.enclaves_enabled == false

not_applicable contains sprintf("the instance is %s", [input.state]) if {
	input.enclaves_enabled == true
	input.state in passing_by
}

host if {
	input.enclaves_enabled == true
	not input.state in passing_by
	is_string(input.state)
}

opened := {group.group_id: reasons |
	some group in data.resources["aws.ec2.security_group"]
	reasons := {text |
		some rule in group.ingress
		some source in network.open_to(rule)
		some range in data.params.proxy_ports
		ends := [to_number(port) | some port in split(range, "-")]
		overlaps(rule, min(ends), max(ends))
		text := sprintf("TCP %s is open to %s", [range, source])
	}
}

pass if {
	host
	is_array(input.security_groups)
	count([group | some group in input.security_groups; opened[group] == set()]) == count(input.security_groups)
}

fail contains sprintf("%s through %s", [reason, group]) if {
	host
	some group in input.security_groups
	some reason in opened[group]
}

overlaps(rule, _, _) if rule.ip_protocol == "-1"

overlaps(rule, first, last) if {
	rule.ip_protocol == "tcp"
	rule.from_port <= last
	rule.to_port >= first
}
