# METADATA
# title: Database clusters encrypt their storage
# description: >-
#   Whoever gets at the storage, a snapshot or a copy of it should not get at the data. Storage
#   of a cluster is encrypted when it is made or never; its instances and backups share it.
# custom:
#   kind: aws.rds.cluster
#   needs: [storage_encrypted]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [rds_cluster_storage_encrypted]
#   remediation: >-
#     Take a snapshot of the cluster and restore it with a KMS key (aws rds
#     restore-db-cluster-from-snapshot --kms-key-id).
package aws.rds.cluster_encrypted

import rego.v1

pass if input.storage_encrypted == true

fail contains "its storage is not encrypted" if input.storage_encrypted == false
