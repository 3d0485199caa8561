# METADATA
# title: Access keys that are not used are switched off
# description: >-
#   A key that nothing uses can be taken without anything breaking to show it. It is often the
#   rest of an old script or of a person who left. A key that was never used counts from the day
#   it was made.
# custom:
#   kind: aws.iam.access_key
#   needs: [active, last_rotated, last_used]
#   severity: medium
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.5.4, ir.11.2.2.b]
#     iso27001: [A.5.18, A.5.16]
#   params: {max_unused_days: 45}
#   equivalent:
#     prowler: [iam_user_accesskey_unused]
#     cis: ["aws-3.0:1.12", "aws-5.0:1.11", "aws-7.0:2.11"]
#   remediation: >-
#     Run aws iam update-access-key --status Inactive for the key, and delete it when nothing has
#     failed for some days.
package aws.iam.access_key_unused

import rego.v1

import data.lib.days

last_seen := input.last_used if input.last_used != null

last_seen := input.last_rotated if input.last_used == null

pass if input.active == false

pass if {
	input.active == true
	days.within(last_seen, data.run.as_of, data.params.max_unused_days)
}

fail contains sprintf("the key was last used on %s", [input.last_used]) if {
	stale
	input.last_used != null
}

fail contains sprintf("the key was never used since %s", [input.last_rotated]) if {
	stale
	input.last_used == null
}

fail contains "the key is active and neither its age nor its use is on record" if {
	input.active == true
	input.last_used == null
	input.last_rotated == null
}

stale if {
	input.active == true
	days.beyond(last_seen, data.run.as_of, data.params.max_unused_days)
}
