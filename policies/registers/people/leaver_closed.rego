# METADATA
# title: Access of leavers ends in time and assets come back
# description: >-
#   The day somebody leaves is the day the access must end. What was not written down was not
#   checked.
# custom:
#   kind: registers.people.person
#   needs: [left_at, access_removed_at, assets_returned_at]
#   severity: high
#   requirements:
#     soc2: [CC6.2, CC6.3, CC6.4]
#     nis2: [art.21.2.i, ir.11.2.2.b, ir.12.5, ir.10.3.1]
#     iso27001: [A.5.11, A.5.18, A.6.5]
#   params: {grace_days: 1, assets_days: 14}
#   remediation: >-
#     End all access, collect the assets, and enter both moments.
package registers.people.leaver_closed

import rego.v1

import data.lib.days

due := data.params.grace_days

gone if days.passed(input.left_at, data.run.as_of)

over if days.beyond(input.left_at, data.run.as_of, due)

wrong contains "no moment is entered at which all access had ended" if {
	over
	input.access_removed_at == null
}

wrong contains sprintf("access ended on %s", [input.access_removed_at]) if {
	days.beyond(input.left_at, input.access_removed_at, due)
}

wrong contains "assets are not entered as returned" if {
	days.beyond(input.left_at, data.run.as_of, data.params.assets_days)
	input.assets_returned_at == null
}

not_applicable contains "the person works here" if input.left_at == null

not_applicable contains "the person has not left yet" if days.ahead(input.left_at, data.run.as_of)

pass if {
	gone
	days.within(input.left_at, input.access_removed_at, due)
	is_string(input.assets_returned_at)
}

fail contains reason if some reason in wrong
