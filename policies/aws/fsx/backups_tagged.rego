# METADATA
# title: Backups of FSx file systems get the tags of the file system
# description: >-
#   Tags say whose data it is and how it must be handled, and rules of access and backup may
#   depend on them. A backup without them falls out of those rules. ONTAP keeps its backups by
#   volume, and scratch file systems have none.
# custom:
#   kind: aws.fsx.file_system
#   needs:
#     - type
#     - lustre_deployment
#     - windows_copy_tags_to_backups
#     - lustre_copy_tags_to_backups
#     - openzfs_copy_tags_to_backups
#   severity: low
#   requirements:
#     soc2: [CC6.1, C1.1]
#     nis2: [art.21.2.i, ir.12.1.2.b]
#     iso27001: [A.5.13, A.5.9]
#   equivalent:
#     prowler: [fsx_file_system_copy_tags_to_backups_enabled]
#   remediation: >-
#     The setting is chosen when a file system is made: restore a backup with CopyTagsToBackups
#     true (aws fsx create-file-system-from-backup).
package aws.fsx.backups_tagged

import rego.v1

copied := {
	"LUSTRE": input.lustre_copy_tags_to_backups,
	"OPENZFS": input.openzfs_copy_tags_to_backups,
	"WINDOWS": input.windows_copy_tags_to_backups,
}

scratch if input.lustre_deployment in {"SCRATCH_1", "SCRATCH_2"}

not_applicable contains sprintf("a file system of type %s has no such setting", [input.type]) if {
	is_string(input.type)
	not input.type in {"LUSTRE", "OPENZFS", "WINDOWS"}
}

not_applicable contains "a scratch file system has no backups" if scratch

pass if {
	not scratch
	copied[input.type] == true
}

fail contains "its tags are not copied to backups" if {
	not scratch
	copied[input.type] == false
}
