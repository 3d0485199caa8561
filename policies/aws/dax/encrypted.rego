# METADATA
# title: DAX clusters encrypt their storage
# description: >-
#   A DAX cluster keeps items of the tables behind it on its own disks and in its own logs.
#   Encryption of the table does not reach them; that of the cluster is chosen when it is made.
# custom:
#   kind: aws.dax.cluster
#   needs: [sse_status]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [dynamodb_accelerator_cluster_encryption_enabled]
#   remediation: >-
#     Make a new cluster with aws dax create-cluster --sse-specification Enabled=true and move
#     the programs to it.
package aws.dax.encrypted

import rego.v1

accepted := {"ENABLED", "ENABLING"}

pass if input.sse_status in accepted

fail contains "encryption at rest is not set" if input.sse_status == null

fail contains sprintf("encryption at rest is %s", [input.sse_status]) if {
	is_string(input.sse_status)
	not input.sse_status in accepted
}
