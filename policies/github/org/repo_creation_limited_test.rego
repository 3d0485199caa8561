package github.org.repo_creation_limited_test

import rego.v1

import data.github.org.repo_creation_limited

golden := {
	"id": "acme",
	"kind": "github.org.organization",
	"source": "acme",
	"members_can_create_public_repositories": false,
}

test_passes_when_they_cannot if {
	repo_creation_limited.pass with input as golden
	count(repo_creation_limited.fail) == 0 with input as golden
}

test_fails_when_they_can if {
	resource := object.union(golden, {"members_can_create_public_repositories": true})
	repo_creation_limited.fail == {"members may create public repositories"} with input as resource
	not repo_creation_limited.pass with input as resource
}
