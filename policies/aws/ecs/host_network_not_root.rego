# METADATA
# title: Containers in the network of their host do not run as root
# description: >-
#   In the host’s network a container sees its interfaces and the credentials of its role. As root,
#   and without the host knowing it as privileged, it can use them unseen.
# custom:
#   kind: aws.ecs.task_definition
#   needs: [network_mode, containers]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.8]
#     nis2: [art.21.2.e, art.21.2.i, ir.11.2.2.a, ir.6.3.2.a]
#     iso27001: [A.8.2, A.8.9]
#   equivalent:
#     prowler: [ecs_task_definitions_host_networking_mode_users]
#   remediation: >-
#     Use the network mode awsvpc, or register a revision whose containers name a user other than
#     root.
package aws.ecs.host_network_not_root

import rego.v1

root(container) if object.get(container, "user", "") == ""

root(container) if regex.match(`^(root|0)(:|$)`, container.user)

as_root := [container |
	some container in input.containers
	not container.privileged == true
	root(container)
]

pass if {
	input.network_mode != "host"
	is_array(input.containers)
}

pass if {
	input.network_mode == "host"
	is_array(input.containers)
	count(as_root) == 0
}

fail contains sprintf("container %s runs as root in the host's network", [container.name]) if {
	input.network_mode == "host"
	some container in as_root
}
