package github.org.repo_deletion_limited_test

import rego.v1

import data.github.org.repo_deletion_limited

golden := {
	"id": "acme",
	"kind": "github.org.organization",
	"source": "acme",
	"members_can_delete_repositories": false,
	"members_can_change_repo_visibility": false,
}

test_passes_when_limited if {
	repo_deletion_limited.pass with input as golden
	count(repo_deletion_limited.fail) == 0 with input as golden
}

test_fails_on_deletion if {
	resource := object.union(golden, {"members_can_delete_repositories": true})
	repo_deletion_limited.fail == {"members may delete repositories"} with input as resource
	not repo_deletion_limited.pass with input as resource
}

test_fails_on_visibility if {
	resource := object.union(golden, {"members_can_change_repo_visibility": true})
	repo_deletion_limited.fail == {"members may change the visibility of repositories"} with input as resource
	not repo_deletion_limited.pass with input as resource
}
