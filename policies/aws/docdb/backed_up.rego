# METADATA
# title: DocumentDB clusters keep automated backups
# description: >-
#   Automated backups let a cluster be restored to any second of the days they are kept. One
#   day, the default, ends before most mistakes are noticed.
# custom:
#   kind: aws.docdb.cluster
#   needs: [backup_retention_days]
#   severity: medium
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.f]
#     iso27001: [A.8.13]
#   params: {min_retention_days: 7}
#   equivalent:
#     prowler: [documentdb_cluster_backup_enabled]
#   remediation: >-
#     Run aws docdb modify-db-cluster --backup-retention-period 7.
package aws.docdb.backed_up

import rego.v1

pass if {
	input.backup_retention_days >= data.params.min_retention_days
	is_number(input.backup_retention_days)
}

fail contains sprintf("automated backups are kept for %d days", [input.backup_retention_days]) if {
	input.backup_retention_days < data.params.min_retention_days
	is_number(input.backup_retention_days)
}
