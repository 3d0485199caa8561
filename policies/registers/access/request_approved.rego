# METADATA
# title: Access is approved before it is given
# description: >-
#   Access that is given first and approved later was given by whoever could. People of third
#   parties also need an end, because no leaver's list will name them.
# custom:
#   kind: registers.access.request
#   needs: [person, external, approver, approved_at, granted_at, ends_at]
#   severity: medium
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.1, ir.11.2.2.c, ir.11.2.2.d]
#     iso27001: [A.5.18, A.5.19]
#   remediation: >-
#     Approve requests before access is given, by somebody else than the person, and set ends_at
#     for third parties.
package registers.access.request_approved

import rego.v1

import data.lib.registers

wrong contains "nobody has approved it" if input.approved_at == null

wrong contains "it was given before it was approved" if registers.late(input.approved_at, input.granted_at)

wrong contains "the person approved it" if input.approver == input.person

wrong contains "a third party has access without an end" if {
	input.external == true
	input.ends_at == null
}

ended if input.external == false

ended if is_string(input.ends_at)

not_applicable contains "access was not given" if input.granted_at == null

pass if {
	is_string(input.granted_at)
	is_string(input.approved_at)
	is_string(input.approver)
	is_string(input.person)
	ended
	count(wrong) == 0
}

fail contains reason if {
	is_string(input.granted_at)
	some reason in wrong
}
