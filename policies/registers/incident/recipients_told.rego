# METADATA
# title: Recipients are told of incidents that affect them
# description: >-
#   Those who use the service must be able to protect themselves. NIS2 asks to tell them without
#   undue delay where an incident is likely to affect the service for them.
# custom:
#   kind: registers.incident.incident
#   needs: [affects_recipients, detected_at, recipients_told_at]
#   severity: medium
#   requirements:
#     soc2: [CC2.3, CC7.4, P6.6]
#     nis2: [art.23.1, art.23.2, ir.3.5.3.b]
#     iso27001: [A.5.26]
#   params: {max_days: 3}
#   remediation: >-
#     Tell the recipients what happened and what they can do, and enter recipients_told_at.
package registers.incident.recipients_told

import rego.v1

import data.lib.days

not_applicable contains "it does not affect recipients" if input.affects_recipients == false

fail contains "it is not entered whether recipients are affected" if {
	input.affects_recipients == null
	days.beyond(input.detected_at, data.run.as_of, data.params.max_days)
}

not_applicable contains "it is new, and whether recipients are affected is being found out" if {
	input.affects_recipients == null
	days.within(input.detected_at, data.run.as_of, data.params.max_days)
}

pass if {
	input.affects_recipients == true
	days.within(input.detected_at, input.recipients_told_at, data.params.max_days)
}

fail contains sprintf("recipients were told on %s", [input.recipients_told_at]) if {
	input.affects_recipients == true
	days.beyond(input.detected_at, input.recipients_told_at, data.params.max_days)
}

fail contains "recipients were not told" if {
	input.affects_recipients == true
	input.recipients_told_at == null
	days.beyond(input.detected_at, data.run.as_of, data.params.max_days)
}

not_applicable contains "recipients are to be told, and the time for it runs" if {
	input.affects_recipients == true
	input.recipients_told_at == null
	days.within(input.detected_at, data.run.as_of, data.params.max_days)
}
