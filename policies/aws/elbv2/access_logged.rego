# METADATA
# title: Load balancers log requests
# description: >-
#   The log names who asked for what and what was answered, for every request that comes in. It is
#   the first thing read after an attack on an application. Gateway load balancers have no such log.
# custom:
#   kind: aws.elbv2.load_balancer
#   needs: [type, attributes]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [elbv2_logging_enabled]
#     cis: ["aws-7.0:4.10"]
#   remediation: >-
#     Run aws elbv2 modify-load-balancer-attributes with access_logs.s3.enabled=true and a bucket.
package aws.elbv2.access_logged

import rego.v1

not_applicable contains "gateway load balancers have no such log" if input.type == "gateway"

pass if {
	input.type != "gateway"
	input.attributes["access_logs.s3.enabled"] == "true"
}

fail contains "requests are not logged" if {
	input.type != "gateway"
	is_object(input.attributes)
	not input.attributes["access_logs.s3.enabled"] == "true"
}
