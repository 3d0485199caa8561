# METADATA
# title: DAX clusters speak TLS
# description: >-
#   Whoever can listen on the network between a program and its cache reads items of the tables.
#   The endpoint speaks TLS or does not from the day it is made.
# custom:
#   kind: aws.dax.cluster
#   needs: [endpoint_encryption]
#   severity: medium
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [dynamodb_accelerator_cluster_in_transit_encryption_enabled]
#   remediation: >-
#     Make a new cluster with aws dax create-cluster --cluster-endpoint-encryption-type TLS and
#     move the programs to it.
package aws.dax.tls

import rego.v1

pass if input.endpoint_encryption == "TLS"

fail contains sprintf("encryption of its endpoint is %s", [input.endpoint_encryption]) if {
	input.endpoint_encryption != "TLS"
}
