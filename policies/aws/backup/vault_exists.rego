# METADATA
# title: AWS Backup has a vault
# description: >-
#   A vault keeps copies apart from the systems they were made of, with a key and a policy of its
#   own. Without one there is nowhere for copies to go.
# custom:
#   kind: aws.backup.account
#   needs: [aws.backup.vault]
#   severity: low
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.c]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [backup_vaults_exist]
#   remediation: >-
#     Run aws backup create-backup-vault with a KMS key.
package aws.backup.vault_exists

import rego.v1

number := count(data.resources["aws.backup.vault"])

pass if number > 0

fail contains "the account has no backup vault" if number == 0
