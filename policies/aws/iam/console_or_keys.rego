# METADATA
# title: A user has a console password or access keys, not both
# description: >-
#   A person's sign-in and a program's key age, leak and end in different ways. When one user
#   carries both, switching off the one is put off for fear of the other. Programs should have
#   users, or better roles, of their own.
# custom:
#   kind: aws.iam.user
#   needs: [credentials, aws.iam.access_key/active]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.6.2.f, ir.11.5.2.c]
#     iso27001: [A.5.17, A.5.16]
#   remediation: >-
#     Create a role or a user for the program, move its access key there, and delete the keys of
#     the person's user.
package aws.iam.console_or_keys

import rego.v1

active_keys := {key.id | some key in data.resources["aws.iam.access_key"]; key.active == true}

active := [id |
	some slot in ["access_key_1", "access_key_2"]
	id := concat("/", [input.id, slot])
	id in active_keys
]

pass if {
	input.credentials.password_enabled == false
	is_array(data.resources["aws.iam.access_key"])
}

pass if {
	input.credentials.password_enabled == true
	is_array(data.resources["aws.iam.access_key"])
	count(active) == 0
}

fail contains sprintf("the user has a console password and active access keys: %d", [count(active)]) if {
	input.credentials.password_enabled == true
	count(active) > 0
}
