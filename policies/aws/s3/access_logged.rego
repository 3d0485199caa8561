# METADATA
# title: Access to buckets is logged
# description: >-
#   Who read or changed what is the first question after an incident. Server access logs answer it
#   for each request, also for those that CloudTrail data events do not cover. Buckets that take
#   the logs themselves may be listed in log_buckets.
# custom:
#   kind: aws.s3.bucket
#   needs: [name, logging]
#   severity: low
#   requirements:
#     soc2: [CC7.2, CC6.1]
#     nis2: [art.21.2.b, ir.3.2.3.c, ir.3.2.1]
#     iso27001: [A.8.15]
#   params: {log_buckets: []}
#   equivalent:
#     prowler: [s3_bucket_server_access_logging_enabled]
#   remediation: >-
#     In the bucket's Properties turn on Server access logging to a bucket kept for logs; list
#     that bucket in the parameter log_buckets.
package aws.s3.access_logged

import rego.v1

takes_logs if input.name in data.params.log_buckets

not_applicable contains "the bucket takes the logs of others" if takes_logs

pass if {
	not takes_logs
	is_string(input.name)
	is_string(input.logging.target_bucket)
}

fail contains "access is not logged" if {
	not takes_logs
	is_string(input.name)
	input.logging == null
}
