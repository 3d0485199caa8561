# METADATA
# title: Tasks that copy data log what they do
# description: >-
#   A task that leaves files behind says so in its log and nowhere else. The log needs a log
#   group, and a level other than OFF.
# custom:
#   kind: aws.datasync.task
#   needs: [log_group, log_level]
#   severity: high
#   requirements:
#     soc2: [CC7.2, PI1.3]
#     nis2: [art.21.2.b, ir.3.2.1]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [datasync_task_logging_enabled]
#   remediation: >-
#     Run aws datasync update-task --cloud-watch-log-group-arn <log group> --options
#     LogLevel=BASIC.
package aws.datasync.logged

import rego.v1

pass if {
	is_string(input.log_group)
	input.log_level != "OFF"
}

fail contains "no log group is set" if input.log_group == null

fail contains "its log level is OFF" if {
	is_string(input.log_group)
	input.log_level == "OFF"
}
