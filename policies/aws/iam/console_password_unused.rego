# METADATA
# title: Console passwords that are not used are removed
# description: >-
#   A password nobody uses is one nobody misses when it is stolen. It often belongs to somebody
#   who has left or changed duties. A password that was never used counts from the day it was set.
# custom:
#   kind: aws.iam.user
#   needs: [credentials]
#   severity: medium
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.5.4, ir.11.2.2.b]
#     iso27001: [A.5.18, A.5.16]
#   params: {max_unused_days: 45}
#   equivalent:
#     prowler: [iam_user_console_access_unused]
#     cis: ["aws-3.0:1.12", "aws-5.0:1.11", "aws-7.0:2.11"]
#   remediation: >-
#     Run aws iam delete-login-profile --user-name NAME, or delete the user if nothing else needs
#     it.
package aws.iam.console_password_unused

import rego.v1

import data.lib.days

not_applicable contains "the user has no console password" if input.credentials.password_enabled == false

# The last sign of life: the last sign-in, else the day the password was set, else the user's creation.
last_seen := input.credentials.password_last_used if input.credentials.password_last_used != null

last_seen := input.credentials.password_last_changed if {
	input.credentials.password_last_used == null
	input.credentials.password_last_changed != null
}

last_seen := input.credentials.created_at if {
	input.credentials.password_last_used == null
	input.credentials.password_last_changed == null
}

pass if {
	input.credentials.password_enabled == true
	days.within(last_seen, data.run.as_of, data.params.max_unused_days)
}

fail contains sprintf("the password was last used or set on %s", [last_seen]) if {
	input.credentials.password_enabled == true
	days.beyond(last_seen, data.run.as_of, data.params.max_unused_days)
}
