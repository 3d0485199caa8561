# METADATA
# title: Public zones log queries
# description: >-
#   Who looks up which names shows probing before an attack, and names of one’s own that malware
#   asks for. Private zones are logged by the resolver of their VPC.
# custom:
#   kind: aws.route53.hosted_zone
#   needs: [private, query_log_group]
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.a, ir.6.7.2.l]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [route53_public_hosted_zones_cloudwatch_logging_enabled]
#   remediation: >-
#     Make a log group in us-east-1 that Route 53 may write to, and run aws route53
#     create-query-logging-config.
package aws.route53.queries_logged

import rego.v1

not_applicable contains "the zone is private" if input.private == true

pass if {
	input.private == false
	is_string(input.query_log_group)
}

fail contains "queries are not logged" if {
	input.private == false
	input.query_log_group == null
}
