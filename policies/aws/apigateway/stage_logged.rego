# METADATA
# title: Stages of REST APIs log requests
# description: >-
#   Without a log nobody can say who called the API, what was refused and what failed. Logs of
#   execution and logs of access both count.
# custom:
#   kind: aws.apigateway.stage
#   needs: [method_settings, access_log]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [apigateway_restapi_logging_enabled]
#     cis: ["aws-7.0:4.10"]
#   remediation: >-
#     Set the logging level of the stage’s methods to INFO or ERROR, or give the stage an access
#     log.
package aws.apigateway.stage_logged

import rego.v1

executions if {
	some settings in input.method_settings
	is_string(settings.logging_level)
	not settings.logging_level in {"", "OFF"}
}

observed if count([input.method_settings, input.access_log]) == 2

pass if {
	observed
	executions
}

pass if {
	observed
	is_string(input.access_log)
}

fail contains "neither executions nor access are logged" if {
	is_object(input.method_settings)
	not executions
	input.access_log == null
}
