# METADATA
# title: Outside collaborators are approved and time-limited
# description: >-
#   People from outside keep their access until somebody remembers to end it. An approval with a
#   last day makes the end part of the beginning. The parameter approved_collaborators names each
#   login with its last day.
# custom:
#   kind: github.org.organization
#   needs: [github.org.outside_collaborator]
#   severity: medium
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.d, ir.11.2.2.c]
#     iso27001: [A.5.18, A.5.19]
#   params: {approved_collaborators: []}
#   equivalent:
#     cis: ["github-1.2:1.3.1"]
#   remediation: >-
#     Remove the collaborator under People, Outside collaborators; or have the access approved and
#     add the login with its last day to approved_collaborators, as in "bob 2026-12-31".
package github.org.outside_collaborators_approved

import rego.v1

import data.lib.days

# The last days that approvals give to a login; an entry without a date approves nothing.
last_days(login) := {day |
	some entry in data.params.approved_collaborators
	words := split(entry, " ")
	words[0] == login
	day := words[1]
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, day)
}

logins := [person.id | some person in data.resources["github.org.outside_collaborator"]]

wrong contains sprintf("%s is not in approved_collaborators", [login]) if {
	some login in logins
	count(last_days(login)) == 0
}

wrong contains sprintf("the approval of %s ended on %s", [login, day]) if {
	some login in logins
	count(last_days(login)) > 0
	day := max(last_days(login))
	days.passed(concat("", [day, "T23:59:59Z"]), data.run.as_of)
}

pass if {
	is_array(data.resources["github.org.outside_collaborator"])
	count(wrong) == 0
}

fail contains reason if some reason in wrong
