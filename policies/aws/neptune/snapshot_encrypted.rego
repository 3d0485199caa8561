# METADATA
# title: Snapshots of Neptune clusters are encrypted
# description: >-
#   A snapshot is the whole graph, and can be copied, shared and restored. Encryption follows
#   the cluster it was taken from, so a snapshot in the clear also tells of a cluster in the
#   clear.
# custom:
#   kind: aws.neptune.cluster_snapshot
#   needs: [storage_encrypted]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [neptune_cluster_snapshot_encrypted]
#   remediation: >-
#     Restore the snapshot with a KMS key (aws neptune restore-db-cluster-from-snapshot
#     --kms-key-id), take a new one, and delete the old.
package aws.neptune.snapshot_encrypted

import rego.v1

pass if input.storage_encrypted == true

fail contains "it is not encrypted" if input.storage_encrypted == false
