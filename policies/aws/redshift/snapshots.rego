# METADATA
# title: Redshift clusters take automated snapshots
# description: >-
#   Automated snapshots let a cluster be restored after a wrong load, a lost node or a deleted
#   table. They are off when they are kept for zero days.
# custom:
#   kind: aws.redshift.cluster
#   needs: [snapshot_retention_days]
#   severity: high
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1]
#     iso27001: [A.8.13]
#   params: {min_retention_days: 1}
#   equivalent:
#     prowler: [redshift_cluster_automated_snapshot]
#   remediation: >-
#     Run aws redshift modify-cluster --automated-snapshot-retention-period with the days you
#     need.
package aws.redshift.snapshots

import rego.v1

pass if {
	input.snapshot_retention_days >= data.params.min_retention_days
	is_number(input.snapshot_retention_days)
}

fail contains sprintf("automated snapshots are kept for %d days", [input.snapshot_retention_days]) if {
	input.snapshot_retention_days < data.params.min_retention_days
	is_number(input.snapshot_retention_days)
}
