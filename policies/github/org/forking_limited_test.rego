package github.org.forking_limited_test

import rego.v1

import data.github.org.forking_limited

golden := {
	"id": "acme",
	"kind": "github.org.organization",
	"source": "acme",
	"members_can_fork_private_repositories": false,
}

test_passes_when_they_cannot if {
	forking_limited.pass with input as golden
	count(forking_limited.fail) == 0 with input as golden
}

test_fails_when_they_can if {
	resource := object.union(golden, {"members_can_fork_private_repositories": true})
	forking_limited.fail == {"members may fork private repositories"} with input as resource
	not forking_limited.pass with input as resource
}
