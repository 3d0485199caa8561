# METADATA
# title: Secrets that nobody uses are deleted
# description: >-
#   A secret that no program reads still opens what it was made for. If nobody missed it for a
#   quarter it can go. One that was never read counts from the day it was created.
# custom:
#   kind: aws.secretsmanager.secret
#   needs: [created_at, last_accessed_at]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.6.2.b, ir.11.2.1]
#     iso27001: [A.5.17, A.5.18]
#   params: {max_unused_days: 90}
#   equivalent:
#     prowler: [secretsmanager_secret_unused]
#   remediation: >-
#     Run aws secretsmanager delete-secret, which leaves a month to change your mind.
package aws.secretsmanager.in_use

import rego.v1

import data.lib.days

since := input.last_accessed_at if is_string(input.last_accessed_at)

since := input.created_at if input.last_accessed_at == null

pass if {
	is_string(input.created_at)
	days.within(since, data.run.as_of, data.params.max_unused_days)
}

fail contains sprintf("nobody has read the secret since %s", [since]) if {
	is_string(input.created_at)
	days.beyond(since, data.run.as_of, data.params.max_unused_days)
}
