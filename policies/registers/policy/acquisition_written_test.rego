package registers.policy.acquisition_written_test

import rego.v1

import data.registers.policy.acquisition_written

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
}

params := {"topic": "acquisition"}

run := {"as_of": "2026-11-24T02:00:00Z"}

document := {
	"id": "p1",
	"topics": ["security", "acquisition"],
	"approved_at": "2026-10-01T00:00:00Z",
	"expires_at": "2027-01-01T00:00:00Z",
}

resources := {"registers.policy.document": [document]}

test_passes_when_written_and_approved if {
	acquisition_written.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(acquisition_written.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_without_end if {
	others := {"registers.policy.document": [object.union(document, {"expires_at": null})]}
	acquisition_written.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_without_the_topic_approval_or_currency if {
	every change in [{"topics": ["security"]}, {"approved_at": null}, {"expires_at": "2026-10-01T00:00:00Z"}] {
		others := {"registers.policy.document": [object.union(document, change)]}
		acquisition_written.fail == {"no approved policy that is current has the topic acquisition"}
			with input as golden
			with data.resources as others
			with data.params as params
			with data.run as run
		not acquisition_written.pass
			with input as golden
			with data.resources as others
			with data.params as params
			with data.run as run
	}
}

test_fails_when_there_is_no_policy if {
	acquisition_written.fail == {"no approved policy that is current has the topic acquisition"}
		with input as golden
		with data.resources as {"registers.policy.document": []}
		with data.params as params
		with data.run as run
}
