# METADATA
# title: Migrations log what they read from the source
# description: >-
#   Rows that are lost or left over in a migration are found only in its log. The components
#   that read from the source should log at the default level or above.
# custom:
#   kind: aws.dms.replication_task
#   needs: [settings]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, PI1.3]
#     nis2: [art.21.2.b, ir.3.2.1]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [dms_replication_task_source_logging_enabled]
#   remediation: >-
#     Set EnableLogging to true and the severity of SOURCE_CAPTURE and SOURCE_UNLOAD to
#     LOGGER_SEVERITY_DEFAULT in the settings of the task (aws dms modify-replication-task).
package aws.dms.source_logged

import rego.v1

import data.lib.migration_logs

quiet := migration_logs.quiet(input.settings, {"SOURCE_CAPTURE", "SOURCE_UNLOAD"})

pass if count(quiet) == 0

fail contains sprintf("%s is not logged at the default level", [component]) if some component in quiet
