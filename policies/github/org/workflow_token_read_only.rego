# METADATA
# title: Workflow tokens only read by default
# description: >-
#   Every workflow gets a token, and one that may write lets a poisoned build step change code or
#   releases. A token that may approve pull requests can stand in for the second person. Workflows
#   that need more can ask for it by name.
# custom:
#   kind: github.org.organization
#   needs: [workflow_permissions]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC8.1]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.a, ir.6.2.2.c]
#     iso27001: [A.8.2, A.8.4]
#   equivalent:
#     prowler:
#       - organization_default_workflow_permissions_read_only
#       - organization_actions_pull_request_approval_disabled
#     cis: ["github-1.2:2.1.7", "github-1.2:2.3.5"]
#   remediation: >-
#     As an owner open Settings, Actions, General, Workflow permissions; choose Read repository
#     contents and clear Allow GitHub Actions to create and approve pull requests.
package github.org.workflow_token_read_only

import rego.v1

pass if {
	input.workflow_permissions.default_workflow_permissions == "read"
	input.workflow_permissions.can_approve_pull_request_reviews == false
}

fail contains "workflow tokens may write by default" if {
	input.workflow_permissions.default_workflow_permissions == "write"
}

fail contains "workflows may approve pull requests" if {
	input.workflow_permissions.can_approve_pull_request_reviews == true
}
