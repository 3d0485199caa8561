# METADATA
# title: OpenSearch domains log slow searches and slow writes
# description: >-
#   Slow logs name the searches and writes that weigh on a domain. They show growth before it
#   becomes an outage, and searches that draw off more data than any program needs.
# custom:
#   kind: aws.opensearch.domain
#   needs: [log_publishing]
#   severity: low
#   requirements:
#     soc2: [CC7.2, A1.1]
#     nis2: [art.21.2.b, ir.3.2.2, ir.3.2.3.h]
#     iso27001: [A.8.16, A.8.6]
#   equivalent:
#     prowler: [opensearch_service_domains_cloudwatch_logging_enabled]
#   remediation: >-
#     Run aws opensearch update-domain-config --log-publishing-options with SEARCH_SLOW_LOGS and
#     INDEX_SLOW_LOGS enabled, and set their thresholds for the indices.
package aws.opensearch.slow_logs

import rego.v1

wanted := {"INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"}

missing := {name |
	is_object(input.log_publishing)
	some name in wanted
	object.get(input.log_publishing, [name, "enabled"], false) != true
}

pass if {
	is_object(input.log_publishing)
	count(missing) == 0
}

fail contains sprintf("%s are not sent to CloudWatch Logs", [name]) if some name in missing
