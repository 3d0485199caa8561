# METADATA
# title: Web access control lists of CloudFront log requests
# description: >-
#   The log names each request that a list looked at, the rule that spoke and what it did. Without
#   it a rule that blocks customers and one that lets attacks pass look the same.
# custom:
#   kind: aws.wafv2.global_web_acl
#   needs: [log_destinations]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC6.6]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.a, ir.3.2.3.g]
#     iso27001: [A.8.15, A.8.20]
#   equivalent:
#     prowler: [wafv2_webacl_logging_enabled]
#   remediation: >-
#     Run aws wafv2 put-logging-configuration with a log group, a bucket or a stream.
package aws.wafv2.global_web_acl_logged

import rego.v1

pass if count(input.log_destinations) > 0

fail contains "requests are not logged" if count(input.log_destinations) == 0
