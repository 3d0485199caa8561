# METADATA
# title: Database instances encrypt their storage
# description: >-
#   Whoever gets at the storage, a snapshot or a copy of it should not get at the data. Storage
#   of an instance is encrypted when it is made or never; backups and replicas follow it.
# custom:
#   kind: aws.rds.instance
#   needs: [storage_encrypted]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [rds_instance_storage_encrypted]
#     cis: ["aws-3.0:2.3.1", "aws-5.0:2.2.1", "aws-7.0:3.2.1"]
#   remediation: >-
#     Take a snapshot, copy it with a KMS key (aws rds copy-db-snapshot --kms-key-id) and
#     restore a new instance from the copy.
package aws.rds.instance_encrypted

import rego.v1

pass if input.storage_encrypted == true

fail contains "its storage is not encrypted" if input.storage_encrypted == false
