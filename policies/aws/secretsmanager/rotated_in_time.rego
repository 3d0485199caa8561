# METADATA
# title: Secrets are no older than allowed
# description: >-
#   A secret lives on in every copy that was ever made of it, until it is changed. One that was
#   never rotated counts from the day it was created.
# custom:
#   kind: aws.secretsmanager.secret
#   needs: [created_at, last_rotated_at]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.c.v, ir.11.6.2.c]
#     iso27001: [A.5.17, A.8.24]
#   params: {max_age_days: 90}
#   equivalent:
#     prowler: [secretsmanager_secret_rotated_periodically]
#   remediation: >-
#     Run aws secretsmanager rotate-secret; better, turn on automatic rotation with rules below
#     the limit.
package aws.secretsmanager.rotated_in_time

import rego.v1

import data.lib.days

since := input.last_rotated_at if is_string(input.last_rotated_at)

since := input.created_at if input.last_rotated_at == null

pass if {
	is_string(input.created_at)
	days.within(since, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("the secret was made or rotated on %s", [since]) if {
	is_string(input.created_at)
	days.beyond(since, data.run.as_of, data.params.max_age_days)
}
