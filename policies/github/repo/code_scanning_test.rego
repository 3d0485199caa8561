package github.repo.code_scanning_test

import rego.v1

import data.github.repo.code_scanning

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"code_scanning": {"default_setup": "configured", "analyses": false},
}

test_passes_by_default_setup if {
	code_scanning.pass with input as golden
	count(code_scanning.fail) == 0 with input as golden
	count(code_scanning.not_applicable) == 0 with input as golden
}

test_passes_by_another_scanner if {
	resource := object.union(golden, {"code_scanning": {"default_setup": "not-configured", "analyses": true}})
	code_scanning.pass with input as resource
	count(code_scanning.fail) == 0 with input as resource
	count(code_scanning.not_applicable) == 0 with input as resource
}

test_fails_without_a_scanner if {
	resource := object.union(golden, {"code_scanning": {"default_setup": "not-configured"}})
	code_scanning.fail == {"default setup is off and no analysis was uploaded"} with input as resource
	not code_scanning.pass with input as resource
	count(code_scanning.not_applicable) == 0 with input as resource
}

test_undecided_when_analyses_are_not_known if {
	resource := object.union(golden, {"code_scanning": {"default_setup": "not-configured", "analyses": null}})
	not code_scanning.pass with input as resource
	count(code_scanning.fail) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "code_scanning": {"default_setup": null}})
	code_scanning.not_applicable == {"the repository is archived"} with input as resource
	not code_scanning.pass with input as resource
	count(code_scanning.fail) == 0 with input as resource
}
