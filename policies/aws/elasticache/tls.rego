# METADATA
# title: Replication groups of ElastiCache speak TLS
# description: >-
#   Without TLS, keys, values and the password of the cache cross the network in the clear,
#   between programs and nodes and between the nodes.
# custom:
#   kind: aws.elasticache.replication_group
#   needs: [transit_encryption]
#   severity: medium
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [elasticache_redis_cluster_in_transit_encryption_enabled]
#   remediation: >-
#     Run aws elasticache modify-replication-group --transit-encryption-enabled
#     --transit-encryption-mode preferred, move the programs to TLS, then set the mode required.
package aws.elasticache.tls

import rego.v1

pass if input.transit_encryption == true

fail contains "encryption in transit is off" if input.transit_encryption == false
