# METADATA
# title: Calls of models are logged
# description: >-
#   What was asked of a model, by whom, and what it answered is on record only if invocation
#   logging is on. Misuse at the cost of the account, and answers that should not have been
#   given, are found there.
# custom:
#   kind: aws.bedrock.region
#   needs: [log_group, log_bucket]
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [bedrock_model_invocation_logging_enabled]
#   remediation: >-
#     Run aws bedrock put-model-invocation-logging-configuration with a log group or a bucket in
#     each region.
package aws.bedrock.calls_logged

import rego.v1

pass if is_string(input.log_group)

pass if is_string(input.log_bucket)

fail contains "calls of models are not logged" if {
	input.log_group == null
	input.log_bucket == null
}
