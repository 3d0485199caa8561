# METADATA
# title: Access logs go to another bucket
# description: >-
#   Logs beside the data can be changed by whoever may change the data. A bucket that logs into
#   itself also logs each log it writes, without end. Buckets that are not logged are not judged
#   here.
# custom:
#   kind: aws.s3.bucket
#   needs: [name, logging]
#   severity: low
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.5]
#     iso27001: [A.8.15]
#   remediation: >-
#     Point Server access logging at a bucket kept for logs, in an account of its own if there is
#     one.
package aws.s3.log_bucket_apart

import rego.v1

not_applicable contains "access is not logged" if input.logging == null

pass if input.logging.target_bucket != input.name

fail contains "the bucket logs into itself" if input.logging.target_bucket == input.name
