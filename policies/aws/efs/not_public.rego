# METADATA
# title: EFS file systems do not let in every client
# description: >-
#   Without a policy of its own a file system lets every client of its network mount it and act
#   as root. A policy should name callers, or hold them to the mount targets, an account, an
#   organisation or a network.
# custom:
#   kind: aws.efs.file_system
#   needs: [policy]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.7.2.c, ir.11.1.2.c]
#     iso27001: [A.8.20, A.8.3]
#   equivalent:
#     prowler: [efs_not_publicly_accessible]
#   remediation: >-
#     Put a policy on the file system that names the roles of its clients, or that allows anyone
#     only with the condition elasticfilesystem:AccessedViaMountTarget (aws efs
#     put-file-system-policy).
package aws.efs.not_public

import rego.v1

import data.lib.access

openings := access.openings(input.policy)

pass if {
	is_array(input.policy.Statement)
	access.private(input.policy)
}

fail contains "it has no policy, so every client of its network may mount it" if input.policy == null

fail contains sprintf("statement %d of its policy allows anyone", [opening.place]) if {
	some opening in openings
	opening.certain
}
