# METADATA
# title: Glue jobs log while they run
# description: >-
#   A job that fails or runs away is understood from its log, and a log that is written only at
#   the end may never be written. From Glue 5.0 on, jobs log continuously by themselves.
# custom:
#   kind: aws.glue.job
#   needs: [arguments, version]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, PI1.3]
#     nis2: [art.21.2.b, ir.3.2.1]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [glue_etl_jobs_logging_enabled]
#   remediation: >-
#     Set the default argument --enable-continuous-cloudwatch-log to true, or the version of the
#     job to 5.0 (aws glue update-job).
package aws.glue.job_logged

import rego.v1

by_argument if input.arguments["--enable-continuous-cloudwatch-log"] == "true"

by_version if {
	is_string(input.version)
	regex.match(`^[0-9]+[.]`, input.version)
	to_number(split(input.version, ".")[0]) >= 5
}

pass if by_argument

pass if by_version

fail contains "continuous logging is not turned on" if {
	is_object(input.arguments)
	not by_argument
	not by_version
}
