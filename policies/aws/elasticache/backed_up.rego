# METADATA
# title: Replication groups of ElastiCache keep automatic backups
# description: >-
#   What is kept in a cache is often kept nowhere else: sessions, counters, queues. Automatic
#   backups let a group be restored after a wrong command or a failed upgrade.
# custom:
#   kind: aws.elasticache.replication_group
#   needs: [snapshot_retention_days]
#   severity: high
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.f]
#     iso27001: [A.8.13]
#   params: {min_retention_days: 7}
#   equivalent:
#     prowler: [elasticache_redis_cluster_backup_enabled]
#   remediation: >-
#     Run aws elasticache modify-replication-group --snapshot-retention-limit 7
#     --snapshotting-cluster-id <replica>.
package aws.elasticache.backed_up

import rego.v1

pass if {
	input.snapshot_retention_days >= data.params.min_retention_days
	is_number(input.snapshot_retention_days)
}

fail contains sprintf("automatic backups are kept for %d days", [input.snapshot_retention_days]) if {
	input.snapshot_retention_days < data.params.min_retention_days
	is_number(input.snapshot_retention_days)
}
