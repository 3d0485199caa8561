# METADATA
# title: EFS file systems have automatic backups
# description: >-
#   Automatic backups take a copy each day through AWS Backup and keep it for five weeks.
#   Without them a deleted file is gone at once.
# custom:
#   kind: aws.efs.file_system
#   needs: [backup_policy]
#   severity: medium
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [efs_have_backup_enabled]
#   remediation: >-
#     Run aws efs put-backup-policy --backup-policy Status=ENABLED.
package aws.efs.backed_up

import rego.v1

accepted := {"ENABLED", "ENABLING"}

pass if input.backup_policy in accepted

fail contains "automatic backups are not set" if input.backup_policy == null

fail contains sprintf("automatic backups are %s", [input.backup_policy]) if {
	is_string(input.backup_policy)
	not input.backup_policy in accepted
}
