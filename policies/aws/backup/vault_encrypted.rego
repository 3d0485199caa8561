# METADATA
# title: Backup vaults are encrypted
# description: >-
#   Copies hold all that the systems hold, and live longer. Each vault is encrypted with a KMS key
#   of the account, or one that AWS owns.
# custom:
#   kind: aws.backup.vault
#   needs: [encryption_key_arn, encryption_key_type]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, A1.2]
#     nis2: [art.21.2.c, art.21.2.h, ir.9.2.a, ir.4.2.2.d]
#     iso27001: [A.8.13, A.8.24]
#   equivalent:
#     prowler: [backup_vaults_encrypted]
#   remediation: >-
#     Create a vault with a KMS key (aws backup create-backup-vault --encryption-key-arn), and let
#     the plans write to it.
package aws.backup.vault_encrypted

import rego.v1

observed := [input.encryption_key_arn, input.encryption_key_type]

encrypted if is_string(input.encryption_key_arn)

encrypted if is_string(input.encryption_key_type)

pass if {
	count(observed) == 2
	encrypted
}

fail contains "the vault has no key" if {
	input.encryption_key_arn == null
	input.encryption_key_type == null
}
