# METADATA
# title: Volumes of FSx for OpenZFS get the tags of the file system
# description: >-
#   Tags say whose data it is and how it must be handled, and rules of access and backup may
#   depend on them. A volume without them falls out of those rules.
# custom:
#   kind: aws.fsx.file_system
#   needs: [type, openzfs_copy_tags_to_volumes]
#   severity: low
#   requirements:
#     soc2: [CC6.1, C1.1]
#     nis2: [art.21.2.i, ir.12.1.2.b]
#     iso27001: [A.5.13, A.5.9]
#   equivalent:
#     prowler: [fsx_file_system_copy_tags_to_volumes_enabled]
#   remediation: >-
#     The setting is chosen when a file system is made: restore a backup with CopyTagsToVolumes
#     true (aws fsx create-file-system-from-backup); tag the volumes that are there.
package aws.fsx.volumes_tagged

import rego.v1

not_applicable contains sprintf("a file system of type %s has no such setting", [input.type]) if input.type != "OPENZFS"

pass if {
	input.type == "OPENZFS"
	input.openzfs_copy_tags_to_volumes == true
}

fail contains "its tags are not copied to volumes" if {
	input.type == "OPENZFS"
	input.openzfs_copy_tags_to_volumes == false
}
