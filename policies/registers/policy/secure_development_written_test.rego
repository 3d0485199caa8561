package registers.policy.secure_development_written_test

import rego.v1

import data.registers.policy.secure_development_written

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
}

params := {"topic": "secure_development"}

run := {"as_of": "2026-11-24T02:00:00Z"}

document := {
	"id": "p1",
	"topics": ["security", "secure_development"],
	"approved_at": "2026-10-01T00:00:00Z",
	"expires_at": "2027-01-01T00:00:00Z",
}

resources := {"registers.policy.document": [document]}

test_passes_when_written_and_approved if {
	secure_development_written.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(secure_development_written.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_without_end if {
	others := {"registers.policy.document": [object.union(document, {"expires_at": null})]}
	secure_development_written.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_without_the_topic_approval_or_currency if {
	every change in [{"topics": ["security"]}, {"approved_at": null}, {"expires_at": "2026-10-01T00:00:00Z"}] {
		others := {"registers.policy.document": [object.union(document, change)]}
		secure_development_written.fail == {"no approved policy that is current has the topic secure_development"}
			with input as golden
			with data.resources as others
			with data.params as params
			with data.run as run
		not secure_development_written.pass
			with input as golden
			with data.resources as others
			with data.params as params
			with data.run as run
	}
}

test_fails_when_there_is_no_policy if {
	secure_development_written.fail == {"no approved policy that is current has the topic secure_development"}
		with input as golden
		with data.resources as {"registers.policy.document": []}
		with data.params as params
		with data.run as run
}
