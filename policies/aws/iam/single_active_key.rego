# METADATA
# title: A user has at most one active access key
# description: >-
#   A second active key doubles what can leak and is seldom watched. It is needed only in the
#   hours of a rotation. Two keys that stay active mean that a rotation was never finished.
# custom:
#   kind: aws.iam.user
#   needs: [aws.iam.access_key/active]
#   severity: low
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.b]
#     iso27001: [A.5.17]
#   equivalent:
#     prowler: [iam_user_two_active_access_key]
#     cis: ["aws-3.0:1.13", "aws-5.0:1.12"]
#   remediation: >-
#     Move what still uses the older key to the newer one, then run aws iam update-access-key
#     --status Inactive and, a few days later, aws iam delete-access-key.
package aws.iam.single_active_key

import rego.v1

active_keys := {key.id | some key in data.resources["aws.iam.access_key"]; key.active == true}

active := [id |
	some slot in ["access_key_1", "access_key_2"]
	id := concat("/", [input.id, slot])
	id in active_keys
]

pass if {
	is_array(data.resources["aws.iam.access_key"])
	count(active) <= 1
}

fail contains sprintf("%d access keys are active", [count(active)]) if count(active) > 1
