# METADATA
# title: Hosts of enclaves open only agreed ports to the internet
# description: >-
#   Each port of the host that everybody can reach is a way to the one machine that speaks with the
#   enclave. Ports that may be open are a parameter.
# custom:
#   kind: aws.ec2.instance
#   needs:
#     - enclaves_enabled
#     - state
#     - security_groups
#     - aws.ec2.security_group/group_id
#     - aws.ec2.security_group/ingress
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   params: {allowed_ports: [22, 80, 443]}
#   equivalent:
#     prowler: [ec2_confidential_workload_host_unrestricted_ingress]
#   remediation: >-
#     Take the rule out of the group that is named, or add the port to allowed_ports if it is meant
#     to be public.
package aws.ec2.enclave_host_ports

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
		network.beyond(rule, data.params.allowed_ports)
		some source in network.open_to(rule)
		text := sprintf("%s is open to %s", [network.ports(rule), source])
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
