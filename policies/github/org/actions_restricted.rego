# METADATA
# title: Only approved or pinned actions run
# description: >-
#   An action is somebody else's program that runs with the secrets of the build. Letting any
#   action run, at whatever version its maker points to today, lets its maker's losses in. A list
#   of approved actions or a demand for pinned commits closes that way.
# custom:
#   kind: github.org.organization
#   needs: [actions]
#   severity: medium
#   requirements:
#     soc2: [CC6.8]
#     nis2: [art.21.2.e, ir.6.9.2, ir.6.6.1.c]
#     iso27001: [A.8.19, A.8.4]
#   equivalent:
#     cis: ["github-1.2:2.4.2", "github-1.2:3.1.7"]
#   remediation: >-
#     As an owner open Settings, Actions, General, and allow selected actions only; or turn on
#     Require actions to be pinned to a full-length commit SHA.
package github.org.actions_restricted

import rego.v1

not_applicable contains "GitHub Actions is off" if input.actions.enabled_repositories == "none"

running if input.actions.enabled_repositories != "none"

pass if {
	running
	input.actions.allowed_actions in {"local_only", "selected"}
}

pass if {
	running
	input.actions.allowed_actions == "all"
	input.actions.sha_pinning_required == true
}

fail contains "any action may run, at any version" if {
	running
	input.actions.allowed_actions == "all"
	input.actions.sha_pinning_required != true
}
