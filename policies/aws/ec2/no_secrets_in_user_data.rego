# METADATA
# title: User data of instances holds no secrets
# description: >-
#   User data is read by everybody who may describe the instance, and by every process on it. It is
#   not meant for passwords and keys. What looks like a secret is replaced when it is read, and
#   judged by that. Data that is compressed or no text cannot be searched and is unknown.
# custom:
#   kind: aws.ec2.instance
#   needs: [state, user_data]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.6.2.b, ir.6.3.2.a]
#     iso27001: [A.5.17, A.8.9]
#   equivalent:
#     prowler: [ec2_instance_secrets_user_data]
#   remediation: >-
#     Let the start script fetch the secret from Secrets Manager with the instance’s role, and
#     rotate what was there.
package aws.ec2.no_secrets_in_user_data

import rego.v1

import data.lib.withheld

not_applicable contains "the instance is terminated" if input.state == "terminated"

pass if {
	input.state != "terminated"
	input.user_data == null
}

pass if {
	input.state != "terminated"
	is_string(input.user_data)
	not withheld.marked(input.user_data)
}

fail contains "something in the user data looks like a secret" if {
	input.state != "terminated"
	is_string(input.user_data)
	withheld.marked(input.user_data)
	not withheld.unsearched(input.user_data)
}
