# METADATA
# title: Changes are approved and tested before they go live
# description: >-
#   Most outages follow a change. One that was tested and approved by somebody else can be
#   explained; an emergency is approved soon after, with its reason and result.
# custom:
#   kind: registers.change.approval
#   needs: [emergency, tested, approved_at, deployed_at, reason, result]
#   severity: medium
#   requirements:
#     soc2: [CC8.1]
#     nis2: [art.21.2.e, ir.6.4.1, ir.6.4.2, ir.6.4.3]
#     iso27001: [A.8.32]
#   params: {max_days: 5}
#   remediation: >-
#     Approve changes before they go live; for an emergency enter reason, result and the approval
#     afterwards.
package registers.change.approved

import rego.v1

import data.lib.days
import data.lib.registers

planned if input.emergency == false

urgent if input.emergency == true

wrong contains "nobody has approved it" if input.approved_at == null

wrong contains "it went live before it was approved" if {
	planned
	registers.late(input.approved_at, input.deployed_at)
}

wrong contains "it was not tested" if {
	planned
	input.tested == false
}

wrong contains sprintf("it was approved on %s, after more than %d days", [input.approved_at, data.params.max_days]) if {
	urgent
	days.beyond(input.deployed_at, input.approved_at, data.params.max_days)
}

wrong contains "the reason of the emergency is not entered" if {
	urgent
	input.reason == null
}

wrong contains "the result of the emergency is not entered" if {
	urgent
	input.result == null
}

pass if {
	planned
	input.tested == true
	registers.in_time(input.approved_at, input.deployed_at)
}

pass if {
	urgent
	is_string(input.reason)
	is_string(input.result)
	days.within(input.deployed_at, input.approved_at, data.params.max_days)
}

fail contains reason if some reason in wrong
