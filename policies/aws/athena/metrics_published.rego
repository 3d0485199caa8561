# METADATA
# title: Athena workgroups publish metrics of queries
# description: >-
#   Metrics say how many queries run, fail and how much they read. They make a runaway query, or
#   one that draws off a whole table, visible while it happens. Workgroups in which nothing runs
#   are not judged.
# custom:
#   kind: aws.athena.workgroup
#   needs: [state, recent_queries, metrics_published]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, A1.1]
#     nis2: [art.21.2.b, ir.3.2.2, ir.3.2.3.h]
#     iso27001: [A.8.16, A.8.6]
#   equivalent:
#     prowler: [athena_workgroup_logging_enabled]
#   remediation: >-
#     Run aws athena update-work-group with PublishCloudWatchMetricsEnabled=true in
#     --configuration-updates.
package aws.athena.metrics_published

import rego.v1

not_applicable contains "it is disabled" if input.state == "DISABLED"

not_applicable contains "no query ran in it in the last 45 days" if {
	input.state == "ENABLED"
	input.recent_queries == 0
}

used if {
	input.state == "ENABLED"
	input.recent_queries > 0
	is_number(input.recent_queries)
}

pass if {
	used
	input.metrics_published == true
}

fail contains "metrics of queries are not published" if {
	used
	input.metrics_published == false
}
