# METADATA
# title: Log groups are encrypted with a KMS key
# description: >-
#   Logs hold names, addresses and at times what should never have been logged. A KMS key adds a
#   second permission before anybody reads them, and a trace of each use.
# custom:
#   kind: aws.logs.log_group
#   needs: [kms_key_id]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.h, ir.9.2.a, ir.3.2.5]
#     iso27001: [A.8.24, A.8.15]
#   equivalent:
#     prowler: [cloudwatch_log_group_kms_encryption_enabled]
#   remediation: >-
#     Run aws logs associate-kms-key for the log group, with a key whose policy lets CloudWatch
#     Logs use it.
package aws.logs.log_group_kms

import rego.v1

pass if is_string(input.kms_key_id)

fail contains "the log group has no KMS key" if input.kms_key_id == null
