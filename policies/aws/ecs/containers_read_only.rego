# METADATA
# title: Containers cannot write to their root file system
# description: >-
#   What cannot be written cannot be replaced: an intruder in such a container finds no place for a
#   tool that lasts. What must be written goes to a volume.
# custom:
#   kind: aws.ecs.task_definition
#   needs: [containers]
#   severity: high
#   requirements:
#     soc2: [CC6.8, CC6.1]
#     nis2: [art.21.2.e, ir.6.3.2.a, ir.6.9.1]
#     iso27001: [A.8.9, A.8.19]
#   equivalent:
#     prowler: [ecs_task_definitions_containers_readonly_access]
#   remediation: >-
#     Register a revision with readonlyRootFilesystem set to true, and mount volumes for what must
#     be written.
package aws.ecs.containers_read_only

import rego.v1

writable := [container.name | some container in input.containers; not container.readonly_root_filesystem == true]

pass if {
	is_array(input.containers)
	count(writable) == 0
}

fail contains sprintf("container %s can write to it", [name]) if some name in writable
