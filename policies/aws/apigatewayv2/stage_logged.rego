# METADATA
# title: Stages of HTTP and WebSocket APIs log access
# description: >-
#   Without a log nobody can say who called the API, what was refused and what failed.
# custom:
#   kind: aws.apigatewayv2.stage
#   needs: [access_log]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [apigatewayv2_api_access_logging_enabled]
#     cis: ["aws-7.0:4.10"]
#   remediation: >-
#     Set accessLogSettings on the stage, with a log group and a format that names caller, route and
#     status.
package aws.apigatewayv2.stage_logged

import rego.v1

pass if is_string(input.access_log)

fail contains "access is not logged" if input.access_log == null
