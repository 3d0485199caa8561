# METADATA
# title: Access keys that were switched off are deleted
# description: >-
#   An inactive key can be made active again by anyone with one small right. It also takes one of
#   the two places a rotation needs. Once nothing has used it for long, it should go.
# custom:
#   kind: aws.iam.access_key
#   needs: [active, last_rotated, last_used]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, art.21.2.h, ir.11.5.4, ir.9.2.c.x]
#     iso27001: [A.5.17, A.5.16]
#   params: {max_kept_days: 90}
#   remediation: Run aws iam delete-access-key for the key.
package aws.iam.inactive_key_removed

import rego.v1

import data.lib.days

not_applicable contains "the key is active" if input.active == true

last_seen := input.last_used if input.last_used != null

last_seen := input.last_rotated if input.last_used == null

pass if {
	input.active == false
	days.within(last_seen, data.run.as_of, data.params.max_kept_days)
}

fail contains sprintf("the key is inactive and was last used or made on %s", [last_seen]) if {
	input.active == false
	days.beyond(last_seen, data.run.as_of, data.params.max_kept_days)
}
