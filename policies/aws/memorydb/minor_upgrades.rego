# METADATA
# title: MemoryDB clusters install minor versions by themselves
# description: >-
#   Minor versions bring fixes for weaknesses. Installed in the maintenance window without being
#   asked, none waits for somebody to remember it.
# custom:
#   kind: aws.memorydb.cluster
#   needs: [auto_minor_version_upgrade]
#   severity: medium
#   requirements:
#     soc2: [CC7.1]
#     nis2: [art.21.2.e, ir.6.6.1.a]
#     iso27001: [A.8.8]
#   equivalent:
#     prowler: [memorydb_cluster_auto_minor_version_upgrades]
#   remediation: >-
#     The setting is chosen when a cluster is made: restore a snapshot with aws memorydb
#     create-cluster --auto-minor-version-upgrade --snapshot-name <snapshot>.
package aws.memorydb.minor_upgrades

import rego.v1

pass if input.auto_minor_version_upgrade == true

fail contains "minor versions are not installed by themselves" if input.auto_minor_version_upgrade == false
