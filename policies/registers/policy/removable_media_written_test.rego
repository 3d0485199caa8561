package registers.policy.removable_media_written_test

import rego.v1

import data.registers.policy.removable_media_written

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
}

params := {"topic": "removable_media"}

run := {"as_of": "2026-11-24T02:00:00Z"}

document := {
	"id": "p1",
	"topics": ["security", "removable_media"],
	"approved_at": "2026-10-01T00:00:00Z",
	"expires_at": "2027-01-01T00:00:00Z",
}

resources := {"registers.policy.document": [document]}

test_passes_when_written_and_approved if {
	removable_media_written.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(removable_media_written.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_without_end if {
	others := {"registers.policy.document": [object.union(document, {"expires_at": null})]}
	removable_media_written.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_without_the_topic_approval_or_currency if {
	every change in [{"topics": ["security"]}, {"approved_at": null}, {"expires_at": "2026-10-01T00:00:00Z"}] {
		others := {"registers.policy.document": [object.union(document, change)]}
		removable_media_written.fail == {"no approved policy that is current has the topic removable_media"}
			with input as golden
			with data.resources as others
			with data.params as params
			with data.run as run
		not removable_media_written.pass
			with input as golden
			with data.resources as others
			with data.params as params
			with data.run as run
	}
}

test_fails_when_there_is_no_policy if {
	removable_media_written.fail == {"no approved policy that is current has the topic removable_media"}
		with input as golden
		with data.resources as {"registers.policy.document": []}
		with data.params as params
		with data.run as run
}
