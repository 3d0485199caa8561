# METADATA
# title: Access points of EFS lead below the root directory
# description: >-
#   An access point is to show one program its own directory. One that leads to the root shows
#   it the files of all others. File systems without access points are not judged.
# custom:
#   kind: aws.efs.file_system
#   needs:
#     - file_system_id
#     - aws.efs.access_point/file_system_id
#     - aws.efs.access_point/access_point_id
#     - aws.efs.access_point/root_directory
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a]
#     iso27001: [A.8.3]
#   equivalent:
#     prowler: [efs_access_point_enforce_root_directory]
#   remediation: >-
#     Make an access point with a directory of its own (aws efs create-access-point
#     --root-directory Path=/app) and delete the one that leads to the root.
package aws.efs.root_enforced

import rego.v1

# File systems with access points, and the access points that are wrong: [file system, access point].
served := {point.file_system_id | some point in data.resources["aws.efs.access_point"]}

faulty := {[point.file_system_id, point.access_point_id] |
	some point in data.resources["aws.efs.access_point"]
	point.root_directory == "/"
}

wrong := {id | some [owner, id] in faulty; owner == input.file_system_id}

not_applicable contains "it has no access points" if {
	is_string(input.file_system_id)
	not input.file_system_id in served
}

pass if {
	input.file_system_id in served
	count(wrong) == 0
}

fail contains sprintf("its access point %s leads to the root directory", [id]) if some id in wrong
