# METADATA
# title: Outside collaborators are approved and time-limited
# description: >-
#   People from outside keep their access until somebody remembers to end it. An approval with a
#   last day makes the end part of the beginning. The parameter approved_collaborators gives each
#   login its last day.
# custom:
#   kind: github.org.outside_collaborator
#   needs: [two_factor]
#   severity: medium
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.d, ir.11.2.2.c]
#     iso27001: [A.5.18, A.5.19]
#   params: {approved_collaborators: {}}
#   equivalent:
#     cis: ["github-1.2:1.3.1"]
#   remediation: >-
#     Remove the collaborator under People, Outside collaborators; or have the access approved and
#     add the login with its last day, as in bob 2026-12-31, to approved_collaborators.
package github.org.outside_collaborators_approved

import rego.v1

import data.lib.days

last_day := data.params.approved_collaborators[input.id]

ends := concat("", [last_day, "T23:59:59Z"])

pass if days.ahead(ends, data.run.as_of)

fail contains sprintf("%s is not in approved_collaborators", [input.id]) if {
	is_string(input.id)
	not last_day
}

fail contains sprintf("the approval of %s ended on %s", [input.id, last_day]) if days.passed(ends, data.run.as_of)
