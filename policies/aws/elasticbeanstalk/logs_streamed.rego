# METADATA
# title: Environments stream their logs to CloudWatch
# description: >-
#   An environment replaces its instances when it likes, and their log files with them. Streamed
#   logs stay.
# custom:
#   kind: aws.elasticbeanstalk.environment
#   needs: [configuration]
#   severity: high
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [elasticbeanstalk_environment_cloudwatch_logging_enabled]
#   remediation: >-
#     Set StreamLogs to true in the namespace aws:elasticbeanstalk:cloudwatch:logs.
package aws.elasticbeanstalk.logs_streamed

import rego.v1

value := option.value if {
	some settings in input.configuration
	some option in settings.option_settings
	option.namespace == "aws:elasticbeanstalk:cloudwatch:logs"
	option.option_name == "StreamLogs"
}

pass if value == "true"

fail contains "logs are not streamed" if {
	count(input.configuration) > 0
	not value == "true"
}
