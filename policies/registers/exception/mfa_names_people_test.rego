package registers.exception.mfa_names_people_test

import rego.v1

import data.registers.exception.mfa_names_people

golden := {
	"id": "mfa_names_people-1",
	"kind": "registers.exception.exception",
	"source": "registers",
	"topic": "mfa",
	"subjects": ["alice", "Deploy", "octo"],
}

resources := {
	"registers.people.person": [{"id": "alice", "aws_users": ["deploy"], "github_logins": ["octo"]}],
}

test_passes_when_named if {
	mfa_names_people.pass with input as golden with data.resources as resources
	count(mfa_names_people.fail) == 0 with input as golden with data.resources as resources
	count(mfa_names_people.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_for_nobody if {
	resource := object.union(golden, {"subjects": []})
	mfa_names_people.fail == {"it names nobody"}
		with input as resource
		with data.resources as resources
	not mfa_names_people.pass with input as resource with data.resources as resources
	count(mfa_names_people.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_for_all if {
	resource := object.union(golden, {"subjects": ["*"]})
	mfa_names_people.fail == {"* is no person or account in the register of people"}
		with input as resource
		with data.resources as resources
	not mfa_names_people.pass with input as resource with data.resources as resources
	count(mfa_names_people.not_applicable) == 0 with input as resource with data.resources as resources
}

test_skips_others if {
	resource := object.union(golden, {"topic": "patching", "subjects": ["*"]})
	mfa_names_people.not_applicable == {"it is no exception from multi-factor authentication"}
		with input as resource
		with data.resources as resources
	not mfa_names_people.pass with input as resource with data.resources as resources
	count(mfa_names_people.fail) == 0 with input as resource with data.resources as resources
}
