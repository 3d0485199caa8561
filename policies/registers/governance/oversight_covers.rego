# METADATA
# title: Oversight deals with status, risks, incidents and actions, and decides
# description: >-
#   Minutes that note a report prove a report. Oversight looks at the state, the risks, what
#   happened and what is open, and ends in decisions.
# custom:
#   kind: registers.governance.oversight
#   needs: [topics, decisions, attendees]
#   severity: low
#   requirements:
#     soc2: [CC1.2, CC4.2]
#     nis2: [art.20.1, ir.2.2.1, ir.2.2.2]
#     iso27001: [cl.9.3.1, cl.9.3.2]
#   params: {topics: ["status", "risks", "incidents", "actions"]}
#   remediation: >-
#     Deal with the missing topics in the next meeting, and enter what was decided.
package registers.governance.oversight_covers

import rego.v1

missing := {topic | some topic in data.params.topics} - {lower(topic) | some topic in input.topics}

pass if {
	is_array(input.topics)
	count(missing) == 0
	count(input.decisions) > 0
	count(input.attendees) > 0
}

fail contains sprintf("%s was not dealt with", [topic]) if some topic in missing

fail contains "nothing was decided" if input.decisions == []

fail contains "nobody is entered as present" if input.attendees == []
