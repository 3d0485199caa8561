# METADATA
# title: Logs are kept long enough
# description: >-
#   Intrusions are often found months later. Logs that were deleted by then answer nothing. Log
#   groups that keep events for ever pass here; what must be deleted in time is another question.
# custom:
#   kind: aws.logs.log_group
#   needs: [retention_days]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.5]
#     iso27001: [A.8.15, A.5.33]
#   params: {min_days: 365}
#   equivalent:
#     prowler: [cloudwatch_log_group_retention_policy_specific_days_enabled]
#   remediation: >-
#     Run aws logs put-retention-policy with at least the days required.
package aws.logs.retention

import rego.v1

pass if input.retention_days == null

pass if input.retention_days >= data.params.min_days

fail contains sprintf("events are deleted after %d days", [input.retention_days]) if {
	is_number(input.retention_days)
	input.retention_days < data.params.min_days
}
