# METADATA
# title: Database clusters send their logs to CloudWatch Logs
# description: >-
#   Logs that stay on a database are rotated away within days and can be changed by those who
#   run it. In CloudWatch Logs they are kept, searched and watched. Any kind of log of the
#   cluster counts.
# custom:
#   kind: aws.rds.cluster
#   needs: [log_exports]
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [rds_cluster_integration_cloudwatch_logs]
#   remediation: >-
#     Run aws rds modify-db-cluster --cloudwatch-logs-export-configuration with the logs of the
#     engine, such as audit, error or postgresql.
package aws.rds.cluster_logs_exported

import rego.v1

pass if count(input.log_exports) > 0

fail contains "no logs are sent to CloudWatch Logs" if {
	is_array(input.log_exports)
	count(input.log_exports) == 0
}
