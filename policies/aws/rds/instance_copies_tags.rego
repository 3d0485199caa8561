# METADATA
# title: Snapshots of database instances get the tags of the instance
# description: >-
#   Tags say whose data it is and how it must be handled, and rules of access and backup may
#   depend on them. A snapshot without them falls out of those rules. Instances of a cluster
#   share its snapshots and are not judged.
# custom:
#   kind: aws.rds.instance
#   needs: [cluster, copy_tags_to_snapshot]
#   severity: low
#   requirements:
#     soc2: [CC6.1, C1.1]
#     nis2: [art.21.2.i, ir.12.1.2.b]
#     iso27001: [A.5.13, A.5.9]
#   equivalent:
#     prowler: [rds_instance_copy_tags_to_snapshots]
#   remediation: >-
#     Run aws rds modify-db-instance --copy-tags-to-snapshot.
package aws.rds.instance_copies_tags

import rego.v1

not_applicable contains sprintf("snapshots are those of its cluster %s", [input.cluster]) if is_string(input.cluster)

pass if {
	input.cluster == null
	input.copy_tags_to_snapshot == true
}

fail contains "its tags are not copied to snapshots" if {
	input.cluster == null
	input.copy_tags_to_snapshot == false
}
