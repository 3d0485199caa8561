# METADATA
# title: GraphQL APIs log fields
# description: >-
#   One request of GraphQL asks for many things. Only the log of fields says which of them were
#   answered, refused or failed.
# custom:
#   kind: aws.appsync.graphql_api
#   needs: [field_log_level]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [appsync_field_level_logging_enabled]
#   remediation: >-
#     Set the field resolver log level of the API to ERROR or more, with a role that may write logs.
package aws.appsync.fields_logged

import rego.v1

pass if input.field_log_level in {"ERROR", "INFO", "DEBUG", "ALL"}

fail contains "fields are not logged" if input.field_log_level == "NONE"

fail contains "no logging is set" if input.field_log_level == null
