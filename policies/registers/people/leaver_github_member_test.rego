package registers.people.leaver_github_member_test

import rego.v1

import data.registers.people.leaver_github_member

golden := {
	"id": "leaver_github_member-1",
	"kind": "registers.people.person",
	"source": "registers",
	"left_at": "2026-10-01T00:00:00Z",
	"github_logins": ["alice"],
}

resources := {
	"github.org.member": [{"id": "bob"}],
	"github.org.outside_collaborator": [{"id": "carol"}],
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_gone if {
	leaver_github_member.pass
		with input as golden
		with data.resources as resources
		with data.run as run
	count(leaver_github_member.fail) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
	count(leaver_github_member.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
}

test_fails_as_member if {
	resource := object.union(golden, {"github_logins": ["Bob"]})
	leaver_github_member.fail == {"Bob is still in the organisation; the person left on 2026-10-01T00:00:00Z"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_github_member.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_github_member.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_fails_as_collaborator if {
	resource := object.union(golden, {"github_logins": ["carol"]})
	leaver_github_member.fail == {"carol is still in the organisation; the person left on 2026-10-01T00:00:00Z"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_github_member.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_github_member.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_staff if {
	resource := object.union(golden, {"left_at": null, "github_logins": ["bob"]})
	leaver_github_member.not_applicable == {"the person works here"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_github_member.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_github_member.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}

test_skips_the_future if {
	resource := object.union(golden, {"left_at": "2027-01-01T00:00:00Z", "github_logins": ["bob"]})
	leaver_github_member.not_applicable == {"the person has not left yet"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not leaver_github_member.pass
		with input as resource
		with data.resources as resources
		with data.run as run
	count(leaver_github_member.fail) == 0
		with input as resource
		with data.resources as resources
		with data.run as run
}
