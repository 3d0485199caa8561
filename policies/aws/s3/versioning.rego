# METADATA
# title: Buckets keep earlier versions of objects
# description: >-
#   With versioning an object that was overwritten or deleted, by mistake or by ransomware, can be
#   brought back. Without it the last write is all there is. It is also what object lock and
#   replication stand on.
# custom:
#   kind: aws.s3.bucket
#   needs: [versioning]
#   severity: low
#   requirements:
#     soc2: [A1.2, PI1.5, C1.1]
#     nis2: [art.21.2.c, ir.4.2.1]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [s3_bucket_object_versioning]
#   remediation: >-
#     Run aws s3api put-bucket-versioning --versioning-configuration Status=Enabled, with a
#     lifecycle rule that ends noncurrent versions.
package aws.s3.versioning

import rego.v1

pass if input.versioning.status == "Enabled"

fail contains "versioning was never turned on" if input.versioning.status == "Never"

fail contains "versioning is suspended" if input.versioning.status == "Suspended"
