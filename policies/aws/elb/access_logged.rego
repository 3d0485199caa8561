# METADATA
# title: Classic load balancers log requests
# description: >-
#   The log names who asked for what and what was answered, for every request that comes in. It is
#   the first thing read after an attack on an application.
# custom:
#   kind: aws.elb.load_balancer
#   needs: [access_log]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [elb_logging_enabled]
#   remediation: >-
#     Run aws elb modify-load-balancer-attributes with AccessLog={Enabled=true,S3BucketName=…}.
package aws.elb.access_logged

import rego.v1

pass if input.access_log.enabled == true

fail contains "requests are not logged" if input.access_log.enabled == false

fail contains "no log of requests is set" if input.access_log == null
