# METADATA
# title: Neptune clusters send audit logs to CloudWatch Logs
# description: >-
#   The audit log holds each query with its sender. In CloudWatch Logs it outlives the cluster
#   and can be searched and watched.
# custom:
#   kind: aws.neptune.cluster
#   needs: [log_exports]
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [neptune_cluster_integration_cloudwatch_logs]
#   remediation: >-
#     Set neptune_enable_audit_log to 1 in the parameter group of the cluster and run aws
#     neptune modify-db-cluster --cloudwatch-logs-export-configuration EnableLogTypes=audit.
package aws.neptune.audit_logged

import rego.v1

pass if "audit" in input.log_exports

fail contains "audit logs are not sent to CloudWatch Logs" if {
	is_array(input.log_exports)
	not "audit" in input.log_exports
}
