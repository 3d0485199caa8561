# METADATA
# title: State machines log executions
# description: >-
#   The history of an execution is kept for ninety days, and that of an express workflow not at all.
#   Logs tell which step failed or was used for something else.
# custom:
#   kind: aws.stepfunctions.state_machine
#   needs: [log_level]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [stepfunctions_statemachine_logging_enabled]
#   remediation: >-
#     Set a loggingConfiguration with the level ERROR or ALL and a log group.
package aws.stepfunctions.executions_logged

import rego.v1

pass if {
	is_string(input.log_level)
	input.log_level != "OFF"
}

fail contains "executions are not logged" if input.log_level == "OFF"

fail contains "no logging is set" if input.log_level == null
