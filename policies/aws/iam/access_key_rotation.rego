# METADATA
# title: Active access keys are rotated in time
# description: >-
#   An access key lives until somebody ends it, in every file and backup it was copied to.
#   Rotation bounds how long a leaked key works. A key that is inactive opens nothing and passes.
# custom:
#   kind: aws.iam.access_key
#   needs: [active, last_rotated]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, art.21.2.h, ir.11.6.2.c, ir.9.2.c.xii]
#     iso27001: [A.5.17]
#   params: {max_age_days: 90}
#   equivalent:
#     prowler: [iam_rotate_access_key_90_days]
#     cis: ["aws-3.0:1.14", "aws-5.0:1.13", "aws-7.0:2.12"]
#   remediation: >-
#     Create a second key, move the program to it, deactivate the old one (aws iam
#     update-access-key --status Inactive) and delete it; better, replace the key with a role.
package aws.iam.access_key_rotation

import rego.v1

import data.lib.days

pass if input.active == false

pass if {
	input.active == true
	days.within(input.last_rotated, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("the key was made or rotated on %s", [input.last_rotated]) if {
	input.active == true
	days.beyond(input.last_rotated, data.run.as_of, data.params.max_age_days)
}

fail contains "the key is active and its age is not on record" if {
	input.active == true
	input.last_rotated == null
}
