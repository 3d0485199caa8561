# METADATA
# title: Access to the buckets of trails is logged
# description: >-
#   Who read or removed the record of the account is itself part of the record. Access logs of the
#   bucket tell it. The bucket is looked up among those of the account; one of another account is
#   not seen.
# custom:
#   kind: aws.cloudtrail.trail
#   needs: [bucket, aws.s3.bucket/name, aws.s3.bucket/logging]
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.3.f, ir.3.2.5]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudtrail_logs_s3_bucket_access_logging_enabled]
#     cis: ["aws-3.0:3.4", "aws-5.0:3.4", "aws-7.0:4.4"]
#   remediation: >-
#     Turn on Server access logging for the bucket of the trail, to another bucket kept for logs
#     (aws s3api put-bucket-logging).
package aws.cloudtrail.bucket_logged

import rego.v1

targets := {bucket.name: bucket.logging | some bucket in data.resources["aws.s3.bucket"]}

pass if is_object(targets[input.bucket])

fail contains sprintf("access to the bucket %s is not logged", [input.bucket]) if targets[input.bucket] == null
