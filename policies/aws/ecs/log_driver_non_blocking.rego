# METADATA
# title: Log drivers of containers do not block
# description: >-
#   If the place where logs go cannot be reached, a driver that blocks stops the application with
#   it. One that does not holds a buffer and drops the oldest lines instead.
# custom:
#   kind: aws.ecs.task_definition
#   needs: [containers]
#   severity: low
#   requirements:
#     soc2: [A1.1, CC7.2]
#     nis2: [art.21.2.c, ir.3.2.6]
#     iso27001: [A.8.6, A.8.15]
#   equivalent:
#     prowler: [ecs_task_definitions_logging_block_mode]
#   remediation: >-
#     Register a revision with the option mode set to non-blocking, and max-buffer-size, in each
#     logConfiguration.
package aws.ecs.log_driver_non_blocking

import rego.v1

logging := [container | some container in input.containers; is_string(container.log_configuration.log_driver)]

not_applicable contains "no container has a log driver" if {
	is_array(input.containers)
	count(logging) == 0
}

blocking := [container.name |
	some container in logging
	not container.log_configuration.options.mode == "non-blocking"
]

pass if {
	count(logging) > 0
	count(blocking) == 0
}

fail contains sprintf("container %s does not ask for the mode non-blocking", [name]) if some name in blocking
