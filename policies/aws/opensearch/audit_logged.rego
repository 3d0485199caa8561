# METADATA
# title: OpenSearch domains log who reads and changes what
# description: >-
#   Audit logs tell of sign-ins, of searches and of changes to indices, by user. They need
#   fine-grained access control, and go to CloudWatch Logs.
# custom:
#   kind: aws.opensearch.domain
#   needs: [log_publishing]
#   severity: high
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [opensearch_service_domains_audit_logging_enabled]
#   remediation: >-
#     Run aws opensearch update-domain-config --log-publishing-options with AUDIT_LOGS enabled,
#     and turn audit logs on in the dashboards.
package aws.opensearch.audit_logged

import rego.v1

pass if input.log_publishing.AUDIT_LOGS.enabled == true

fail contains "audit logs are not sent to CloudWatch Logs" if {
	is_object(input.log_publishing)
	object.get(input.log_publishing, ["AUDIT_LOGS", "enabled"], false) != true
}
