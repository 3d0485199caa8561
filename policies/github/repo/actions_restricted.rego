# METADATA
# title: Only approved actions run in the repository
# description: >-
#   An action is somebody else's program that runs with the secrets of the build. A list of
#   approved actions keeps unknown ones out. Repositories where GitHub Actions is off are not
#   judged.
# custom:
#   kind: github.repo.repository
#   needs: [archived, actions]
#   severity: low
#   requirements:
#     soc2: [CC6.8]
#     nis2: [art.21.2.e, ir.6.9.2, ir.6.6.1.c]
#     iso27001: [A.8.19, A.8.4]
#   remediation: >-
#     Under Settings, Actions, General, allow only the actions of the organisation or selected
#     ones.
package github.repo.actions_restricted

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "GitHub Actions is off" if input.actions.enabled == false

running if {
	input.archived == false
	input.actions.enabled == true
}

pass if {
	running
	input.actions.allowed_actions in {"local_only", "selected"}
}

fail contains "any action may run" if {
	running
	input.actions.allowed_actions == "all"
}
