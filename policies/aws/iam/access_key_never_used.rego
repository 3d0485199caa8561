# METADATA
# title: People have no access keys that were made and never used
# description: >-
#   A key made together with a person's sign-in, just in case, is a secret that nobody knows to miss.
#   If it is ever needed it can be made then. Keys of users without a console password belong to
#   programs and are judged by their age.
# custom:
#   kind: aws.iam.access_key
#   needs: [active, last_used, aws.iam.user/credentials]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, ir.11.5.2.b, ir.11.6.2.f]
#     iso27001: [A.5.17, A.5.18]
#   equivalent:
#     prowler: [iam_user_no_setup_initial_access_key]
#     cis: ["aws-3.0:1.11", "aws-5.0:1.10"]
#   remediation: Run aws iam delete-access-key for the key.
package aws.iam.access_key_never_used

import rego.v1

signs_in := {id: user.credentials.password_enabled |
	some user in data.resources["aws.iam.user"]
	some slot in ["access_key_1", "access_key_2"]
	id := concat("/", [user.id, slot])
}

of_a_person := signs_in[input.id]

not_applicable contains "the key's user has no console password" if of_a_person == false

pass if {
	of_a_person == true
	input.active == false
}

pass if {
	of_a_person == true
	is_string(input.last_used)
}

fail contains "the key was never used, and its user has a console password" if {
	of_a_person == true
	input.active == true
	input.last_used == null
}
