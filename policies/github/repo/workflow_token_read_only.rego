# METADATA
# title: Workflow tokens of the repository only read by default
# description: >-
#   A repository can loosen what the organisation sets for workflow tokens. A token that may write
#   lets a poisoned build step change code, and one that may approve pull requests can stand in
#   for the second person.
# custom:
#   kind: github.repo.repository
#   needs: [archived, workflow_permissions]
#   severity: medium
#   requirements:
#     soc2: [CC6.3, CC8.1]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.a, ir.6.2.2.c]
#     iso27001: [A.8.2, A.8.4]
#   equivalent:
#     prowler: [repository_default_workflow_permissions_read_only]
#   remediation: >-
#     Under Settings, Actions, General, Workflow permissions, choose Read repository contents and
#     clear Allow GitHub Actions to create and approve pull requests.
package github.repo.workflow_token_read_only

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

pass if {
	input.archived == false
	input.workflow_permissions.default_workflow_permissions == "read"
	input.workflow_permissions.can_approve_pull_request_reviews == false
}

fail contains "workflow tokens may write by default" if {
	input.archived == false
	input.workflow_permissions.default_workflow_permissions == "write"
}

fail contains "workflows may approve pull requests" if {
	input.archived == false
	input.workflow_permissions.can_approve_pull_request_reviews == true
}
