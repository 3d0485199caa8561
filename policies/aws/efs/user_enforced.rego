# METADATA
# title: Access points of EFS set the user that clients act as
# description: >-
#   Without a user of its own an access point believes what the client says it is, and a client
#   may say that it is root. File systems without access points are not judged.
# custom:
#   kind: aws.efs.file_system
#   needs:
#     - file_system_id
#     - aws.efs.access_point/file_system_id
#     - aws.efs.access_point/access_point_id
#     - aws.efs.access_point/posix_user
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a]
#     iso27001: [A.8.3]
#   equivalent:
#     prowler: [efs_access_point_enforce_user_identity]
#   remediation: >-
#     Make an access point with a user (aws efs create-access-point --posix-user
#     Uid=1000,Gid=1000) and delete the one without.
package aws.efs.user_enforced

import rego.v1

# File systems with access points, and the access points that are wrong: [file system, access point].
served := {point.file_system_id | some point in data.resources["aws.efs.access_point"]}

faulty := {[point.file_system_id, point.access_point_id] |
	some point in data.resources["aws.efs.access_point"]
	point.posix_user == null
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

fail contains sprintf("its access point %s sets no user", [id]) if some id in wrong
