# METADATA
# title: Lists of WAF Classic for CloudFront log requests
# description: >-
#   The log names each request that a list looked at, the rule that spoke and what it did. AWS ends
#   WAF Classic, but where a list of it still filters, what it does has to be seen.
# custom:
#   kind: aws.waf.web_acl
#   needs: [log_destinations]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC6.6]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.a, ir.3.2.3.g]
#     iso27001: [A.8.15, A.8.20]
#   equivalent:
#     prowler: [waf_global_webacl_logging_enabled]
#   remediation: >-
#     Move the list to AWS WAF and log there; until then run aws waf put-logging-configuration with a
#     Firehose stream whose name begins with aws-waf-logs-.
package aws.waf.web_acl_logged

import rego.v1

pass if count(input.log_destinations) > 0

fail contains "requests are not logged" if count(input.log_destinations) == 0
