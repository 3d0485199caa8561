# METADATA
# title: Trails sign digests of their log files
# description: >-
#   With digest files anybody can prove that no log file was changed or taken away since it was
#   written. Without them a log is only as good as the access control on its bucket.
# custom:
#   kind: aws.cloudtrail.trail
#   needs: [log_file_validation]
#   severity: medium
#   requirements:
#     soc2: [CC7.3, CC7.2]
#     nis2: [art.21.2.b, ir.3.2.5]
#     iso27001: [A.8.15, A.5.28]
#   equivalent:
#     prowler: [cloudtrail_log_file_validation_enabled]
#     cis: ["aws-3.0:3.2", "aws-5.0:3.2", "aws-7.0:4.2"]
#   remediation: >-
#     Run aws cloudtrail update-trail --enable-log-file-validation for the trail.
package aws.cloudtrail.log_files_validated

import rego.v1

pass if input.log_file_validation == true

fail contains "the trail writes no digests of its log files" if input.log_file_validation == false
