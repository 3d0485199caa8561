# METADATA
# title: Database instances keep automated backups
# description: >-
#   Automated backups let an instance be restored to any second of the days they are kept.
#   Without them a wrong command or a lost disk is final. Read replicas are restored from their
#   source and are not judged.
# custom:
#   kind: aws.rds.instance
#   needs: [replica_of, backup_retention_days]
#   severity: medium
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1]
#     iso27001: [A.8.13]
#   params: {min_retention_days: 1}
#   equivalent:
#     prowler: [rds_instance_backup_enabled]
#   remediation: >-
#     Run aws rds modify-db-instance --backup-retention-period with the days you need.
package aws.rds.instance_backed_up

import rego.v1

not_applicable contains sprintf("it is a read replica of %s", [input.replica_of]) if is_string(input.replica_of)

pass if {
	input.replica_of == null
	input.backup_retention_days >= data.params.min_retention_days
	is_number(input.backup_retention_days)
}

fail contains sprintf("automated backups are kept for %d days", [input.backup_retention_days]) if {
	input.replica_of == null
	input.backup_retention_days < data.params.min_retention_days
	is_number(input.backup_retention_days)
}
