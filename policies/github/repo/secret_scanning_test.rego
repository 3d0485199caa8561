package github.repo.secret_scanning_test

import rego.v1

import data.github.repo.secret_scanning

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"security": {"secret_scanning": "enabled", "push_protection": "enabled"},
}

test_passes_when_both_are_on if {
	secret_scanning.pass with input as golden
	count(secret_scanning.fail) == 0 with input as golden
	count(secret_scanning.not_applicable) == 0 with input as golden
}

test_fails_without_scanning if {
	resource := object.union(golden, {"security": {"secret_scanning": "disabled"}})
	secret_scanning.fail == {"secret scanning is off"} with input as resource
	not secret_scanning.pass with input as resource
	count(secret_scanning.not_applicable) == 0 with input as resource
}

test_fails_without_push_protection if {
	resource := object.union(golden, {"security": {"push_protection": "disabled"}})
	secret_scanning.fail == {"push protection is off"} with input as resource
	not secret_scanning.pass with input as resource
	count(secret_scanning.not_applicable) == 0 with input as resource
}

test_undecided_when_github_says_nothing if {
	resource := object.union(golden, {"security": {"secret_scanning": null, "push_protection": null}})
	not secret_scanning.pass with input as resource
	count(secret_scanning.fail) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "security": {"secret_scanning": "disabled"}})
	secret_scanning.not_applicable == {"the repository is archived"} with input as resource
	not secret_scanning.pass with input as resource
	count(secret_scanning.fail) == 0 with input as resource
}
