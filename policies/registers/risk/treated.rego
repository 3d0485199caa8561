# METADATA
# title: Each risk above tolerance is treated in time or accepted
# description: >-
#   A risk above the tolerance needs somebody who acts until a date, or an acceptance by somebody
#   who may give it, with reasons. Anything else is a risk that is merely written down.
# custom:
#   kind: registers.risk.risk
#   needs: [tolerated, treatment, status, due_at, reason, approved_at]
#   severity: high
#   requirements:
#     soc2: [CC3.2, CC5.1, CC9.1]
#     nis2: [art.21.2.a, ir.2.1.2.g, ir.2.1.2.i, ir.2.1.2.j, ir.2.1.2.h]
#     iso27001: [cl.6.1.3, cl.8.3, cl.6.1.1]
#   remediation: >-
#     Treat the risk and set status to done, move the date with an approval, or accept the risk
#     with reason, approver and approved_at.
package registers.risk.treated

import rego.v1

import data.lib.days

above if input.tolerated == false

accepted if {
	input.treatment == "accept"
	is_string(input.reason)
	is_string(input.approved_at)
}

acting if {
	input.treatment != "accept"
	input.status == "open"
	days.ahead(input.due_at, data.run.as_of)
}

done if {
	input.treatment != "accept"
	input.status == "done"
}

not_applicable contains "the risk is within the tolerance" if input.tolerated == true

pass if {
	above
	accepted
}

pass if {
	above
	acting
}

pass if {
	above
	done
}

fail contains "it is accepted without a reason" if {
	above
	input.treatment == "accept"
	input.reason == null
}

fail contains "it is accepted without an approval" if {
	above
	input.treatment == "accept"
	input.approved_at == null
}

fail contains "it is open and has no date" if {
	above
	input.treatment != "accept"
	input.status == "open"
	input.due_at == null
}

fail contains sprintf("it is open and was due on %s", [input.due_at]) if {
	above
	input.treatment != "accept"
	input.status == "open"
	days.passed(input.due_at, data.run.as_of)
}
