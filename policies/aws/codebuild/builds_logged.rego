# METADATA
# title: Builds are logged
# description: >-
#   The log of a build says what was run and what came out of it. It is how a poisoned dependency or
#   a stolen token is found afterwards.
# custom:
#   kind: aws.codebuild.project
#   needs: [logs]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [codebuild_project_logging_enabled]
#   remediation: >-
#     Turn on CloudWatch or S3 logs in the project’s settings.
package aws.codebuild.builds_logged

import rego.v1

on if input.logs.cloud_watch_logs.status == "ENABLED"

on if input.logs.s3_logs.status == "ENABLED"

pass if on

fail contains "neither CloudWatch nor S3 logs are on" if {
	is_object(input.logs)
	not on
}

fail contains "no logs are set" if input.logs == null
