# METADATA
# title: Data streams keep records long enough to read them again
# description: >-
#   Records that a broken program did not take, or took wrongly, can be read again as long as
#   the stream keeps them. One day, the default, is over before a long weekend is.
# custom:
#   kind: aws.kinesis.stream
#   needs: [retention_hours]
#   severity: medium
#   requirements:
#     soc2: [A1.2, C1.1]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.f]
#     iso27001: [A.8.13]
#   params: {min_retention_days: 7}
#   equivalent:
#     prowler: [kinesis_stream_data_retention_period]
#   remediation: >-
#     Run aws kinesis increase-stream-retention-period --retention-period-hours 168.
package aws.kinesis.retention

import rego.v1

pass if {
	input.retention_hours >= data.params.min_retention_days * 24
	is_number(input.retention_hours)
}

fail contains sprintf("records are kept for %d hours", [input.retention_hours]) if {
	input.retention_hours < data.params.min_retention_days * 24
	is_number(input.retention_hours)
}
