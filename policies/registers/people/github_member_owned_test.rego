package registers.people.github_member_owned_test

import rego.v1

import data.registers.people.github_member_owned

golden := {"id": "alice", "kind": "github.org.member", "source": "github"}

resources := {
	"registers.people.person": [
		{"id": "alice", "github_logins": ["Alice"]},
		{"id": "bob", "github_logins": ["shared"]},
		{"id": "carol", "github_logins": ["shared"]},
	],
}

params := {"service_accounts": ["deploy"]}

test_passes_with_an_owner if {
	github_member_owned.pass
		with input as golden
		with data.resources as resources
		with data.params as params
	count(github_member_owned.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
}

test_passes_as_a_service if {
	resource := object.union(golden, {"id": "Deploy"})
	github_member_owned.pass
		with input as resource
		with data.resources as resources
		with data.params as params
	count(github_member_owned.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
}

test_fails_without_owner if {
	resource := object.union(golden, {"id": "mallory"})
	github_member_owned.fail == {"it belongs to nobody in the register of people"}
		with input as resource
		with data.resources as resources
		with data.params as params
	not github_member_owned.pass
		with input as resource
		with data.resources as resources
		with data.params as params
}

test_fails_when_shared if {
	resource := object.union(golden, {"id": "shared"})
	github_member_owned.fail == {"it belongs to several people: bob, carol"}
		with input as resource
		with data.resources as resources
		with data.params as params
	not github_member_owned.pass
		with input as resource
		with data.resources as resources
		with data.params as params
}
