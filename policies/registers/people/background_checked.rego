# METADATA
# title: People in sensitive roles are checked before they start
# description: >-
#   A check after the first day comes when the access is there already. Which roles need one is
#   laid down; whether it was done is evidence.
# custom:
#   kind: registers.people.person
#   needs:
#     - needs_check
#     - joined_at
#     - left_at
#     - registers.people.background_check/person
#     - registers.people.background_check/checked_at
#     - registers.people.background_check/result
#   severity: medium
#   requirements:
#     soc2: [CC1.4]
#     nis2: [art.21.2.i, ir.10.2.1, ir.10.2.2.a, ir.10.2.2.b]
#     iso27001: [A.6.1]
#   remediation: >-
#     Do the check and enter its result; record an exception if the person started before.
package registers.people.background_checked

import rego.v1

import data.lib.days
import data.lib.registers

# A person may have several checks without concern: the first one counts.
clear := sort({[entry.person, entry.checked_at] |
	some entry in data.resources["registers.people.background_check"]
	entry.result == "clear"
})

later := {i |
	some i, pair in clear
	i > 0
	clear[i - 1][0] == pair[0]
}

checks := {pair[0]: pair[1] |
	some i, pair in clear
	not i in later
}

checked_at := checks[input.id]

needed if {
	input.needs_check == true
	input.left_at == null
}

needed if {
	input.needs_check == true
	days.ahead(input.left_at, data.run.as_of)
}

not_applicable contains "the role needs no check" if input.needs_check == false

not_applicable contains "the role is not said to need a check" if input.needs_check == null

not_applicable contains "the person has left" if {
	input.needs_check == true
	days.passed(input.left_at, data.run.as_of)
}

pass if {
	needed
	registers.in_time(checked_at, input.joined_at)
}

fail contains sprintf("the check was done on %s, after the first day", [checked_at]) if {
	needed
	registers.late(checked_at, input.joined_at)
}

fail contains "there is no check without concern on record" if {
	needed
	is_string(input.joined_at)
	not checks[input.id]
}
