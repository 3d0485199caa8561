# METADATA
# title: Copies in backup vaults are encrypted
# description: >-
#   Some services copy with the encryption of the source, not of the vault. A source that is not
#   encrypted then leaves a copy that is not.
# custom:
#   kind: aws.backup.recovery_point
#   needs: [is_encrypted]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, A1.2]
#     nis2: [art.21.2.c, art.21.2.h, ir.9.2.a, ir.4.2.2.d]
#     iso27001: [A.8.13, A.8.24]
#   equivalent:
#     prowler: [backup_recovery_point_encrypted]
#   remediation: >-
#     Encrypt the source and copy it anew; or copy the recovery point to a vault with a KMS key
#     (aws backup start-copy-job) and delete the old one.
package aws.backup.recovery_point_encrypted

import rego.v1

pass if input.is_encrypted == true

fail contains "the copy is not encrypted" if input.is_encrypted == false
