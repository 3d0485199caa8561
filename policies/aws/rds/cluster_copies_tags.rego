# METADATA
# title: Snapshots of database clusters get the tags of the cluster
# description: >-
#   Tags say whose data it is and how it must be handled, and rules of access and backup may
#   depend on them. A snapshot without them falls out of those rules.
# custom:
#   kind: aws.rds.cluster
#   needs: [copy_tags_to_snapshot]
#   severity: low
#   requirements:
#     soc2: [CC6.1, C1.1]
#     nis2: [art.21.2.i, ir.12.1.2.b]
#     iso27001: [A.5.13, A.5.9]
#   equivalent:
#     prowler: [rds_cluster_copy_tags_to_snapshots]
#   remediation: >-
#     Run aws rds modify-db-cluster --copy-tags-to-snapshot.
package aws.rds.cluster_copies_tags

import rego.v1

pass if input.copy_tags_to_snapshot == true

fail contains "its tags are not copied to snapshots" if input.copy_tags_to_snapshot == false
