package github.repo.workflow_token_read_only_test

import rego.v1

import data.github.repo.workflow_token_read_only

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"workflow_permissions": {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": false},
}

test_passes_when_reading if {
	workflow_token_read_only.pass with input as golden
	count(workflow_token_read_only.fail) == 0 with input as golden
	count(workflow_token_read_only.not_applicable) == 0 with input as golden
}

test_fails_when_writing if {
	resource := object.union(golden, {"workflow_permissions": {"default_workflow_permissions": "write"}})
	workflow_token_read_only.fail == {"workflow tokens may write by default"} with input as resource
	not workflow_token_read_only.pass with input as resource
	count(workflow_token_read_only.not_applicable) == 0 with input as resource
}

test_fails_when_approving if {
	resource := object.union(golden, {"workflow_permissions": {"can_approve_pull_request_reviews": true}})
	workflow_token_read_only.fail == {"workflows may approve pull requests"} with input as resource
	not workflow_token_read_only.pass with input as resource
	count(workflow_token_read_only.not_applicable) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "workflow_permissions": {"default_workflow_permissions": "write"}})
	workflow_token_read_only.not_applicable == {"the repository is archived"} with input as resource
	not workflow_token_read_only.pass with input as resource
	count(workflow_token_read_only.fail) == 0 with input as resource
}
