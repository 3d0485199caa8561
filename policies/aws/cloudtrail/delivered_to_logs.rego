# METADATA
# title: Trails write to CloudWatch Logs
# description: >-
#   Files in a bucket are for later; metric filters and alarms need the events in CloudWatch Logs,
#   within minutes. A trail that wrote nothing there for a day feeds no alarm.
# custom:
#   kind: aws.cloudtrail.trail
#   needs: [log_group_arn, delivered_to_logs_at]
#   severity: low
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.2, ir.3.2.4]
#     iso27001: [A.8.15, A.8.16]
#   params: {max_age_days: 1}
#   equivalent:
#     prowler: [cloudtrail_cloudwatch_logging_enabled]
#   remediation: >-
#     Run aws cloudtrail update-trail --cloud-watch-logs-log-group-arn with a role that may write
#     there; if it is set, look at the LatestCloudWatchLogsDeliveryError of aws cloudtrail
#     get-trail-status.
package aws.cloudtrail.delivered_to_logs

import rego.v1

import data.lib.days

pass if {
	is_string(input.log_group_arn)
	days.within(input.delivered_to_logs_at, data.run.as_of, data.params.max_age_days)
}

fail contains "the trail has no log group" if {
	input.log_group_arn == null
	has_history
}

fail contains "the trail never wrote to its log group" if {
	is_string(input.log_group_arn)
	input.delivered_to_logs_at == null
}

fail contains sprintf("the trail last wrote to its log group on %s", [input.delivered_to_logs_at]) if {
	is_string(input.log_group_arn)
	days.beyond(input.delivered_to_logs_at, data.run.as_of, data.params.max_age_days)
}

# It was observed whether the trail ever wrote to a log group.
has_history if input.delivered_to_logs_at == null

has_history if is_string(input.delivered_to_logs_at)
