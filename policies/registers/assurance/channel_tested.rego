# METADATA
# title: There is a tested channel to report weaknesses
# description: >-
#   Whoever finds a weakness should find somebody to tell. A channel that nobody tries is closed
#   without anybody knowing.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.assurance.channel/tested_at]
#   severity: low
#   requirements:
#     soc2: [CC2.3, CC2.2]
#     nis2: [art.21.2.e, ir.6.10.2.e, ir.3.3.1, ir.3.3.2]
#     iso27001: [A.6.8, A.8.8]
#   params: {max_age_days: 365}
#   remediation: >-
#     Publish a channel, try it, and enter it in the register of channels.
package registers.assurance.channel_tested

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.assurance.channel"]
	days.within(entry.tested_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no channel for reports was tested within the period" if count(recent) == 0
