# METADATA
# title: Logs of builds in S3 are encrypted
# description: >-
#   Logs of builds quote sources, settings and sometimes secrets. A project can ask that its log
#   files are written without encryption.
# custom:
#   kind: aws.codebuild.project
#   needs: [logs]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [codebuild_project_s3_logs_encrypted]
#   remediation: >-
#     Clear the option that disables encryption of S3 logs in the project.
package aws.codebuild.s3_logs_encrypted

import rego.v1

in_s3 if input.logs.s3_logs.status == "ENABLED"

plain if input.logs.s3_logs.encryption_disabled == true

not_applicable contains "logs are not written to S3" if {
	is_object(input.logs)
	not in_s3
}

not_applicable contains "no logs are set" if input.logs == null

pass if {
	in_s3
	not plain
}

fail contains "encryption of the log files is disabled" if {
	in_s3
	plain
}
