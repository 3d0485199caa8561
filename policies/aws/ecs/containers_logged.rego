# METADATA
# title: Containers write logs that outlive them
# description: >-
#   What a container prints is gone with it unless a log driver carries it away. Containers last
#   minutes, questions come weeks later.
# custom:
#   kind: aws.ecs.task_definition
#   needs: [containers]
#   severity: high
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [ecs_task_definitions_logging_enabled]
#   remediation: >-
#     Register a revision with a logConfiguration (awslogs, awsfirelens, splunk or another driver)
#     in each container.
package aws.ecs.containers_logged

import rego.v1

silent := [container.name | some container in input.containers; not container.log_configuration.log_driver]

pass if {
	is_array(input.containers)
	count(silent) == 0
}

fail contains sprintf("container %s has no log driver", [name]) if some name in silent
