# METADATA
# title: The management body oversees the measures every half year
# description: >-
#   Approval is not the end of the duty. The body looks again at whether what it approved is done
#   and works, and minutes show it.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.governance.oversight/held_at, registers.governance.oversight/attachments]
#   severity: medium
#   requirements:
#     soc2: [CC1.2, CC4.2, CC2.2]
#     nis2: [art.20.1, ir.2.2.1, ir.2.3.3, ir.1.2.6]
#     iso27001: [A.5.36, cl.9.3.1]
#   params: {max_age_days: 183}
#   remediation: >-
#     Put security on the agenda, and enter the meeting with its minutes.
package registers.governance.oversight_held

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.governance.oversight"]
	count(entry.attachments) > 0
	days.within(entry.held_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no meeting on security with minutes within the period" if count(recent) == 0
