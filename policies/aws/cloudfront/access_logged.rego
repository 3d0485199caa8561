# METADATA
# title: Distributions log requests
# description: >-
#   At the edge the first sign of an attack is in the log of requests, and often the only one, since
#   what is answered from the cache never reaches a server. Standard logs, real-time logs and logs
#   delivered by CloudWatch count.
# custom:
#   kind: aws.cloudfront.distribution
#   needs:
#     - standard_log
#     - realtime_log_config
#     - aws.logs.delivery_source/resource_arns
#     - aws.logs.delivery_source/log_type
#     - aws.logs.delivery_source/delivered
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudfront_distributions_logging_enabled]
#     cis: ["aws-7.0:4.10"]
#   remediation: >-
#     Turn on standard logging for the distribution, to a bucket or through CloudWatch.
package aws.cloudfront.access_logged

import rego.v1

delivered := {arn |
	some source in data.resources["aws.logs.delivery_source"]
	source.log_type == "ACCESS_LOGS"
	source.delivered == true
	some arn in source.resource_arns
}

logged if input.standard_log == true

logged if {
	is_string(input.realtime_log_config)
	input.realtime_log_config != ""
}

logged if input.id in delivered

observed := [input.standard_log, input.realtime_log_config]

pass if {
	count(observed) == 2
	logged
}

fail contains "requests are not logged" if {
	count(observed) == 2
	not logged
}
