package registers.access.reviews_done_test

import rego.v1

import data.registers.access.reviews_done

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
	"systems": ["aws"],
}

resources := {
	"registers.access.review": [
		{"system": "aws", "reviewed_at": "2026-10-01T00:00:00Z"},
		{"system": "github", "reviewed_at": "2020-01-01T00:00:00Z"},
	],
}

params := {"max_age_days": 92}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_reviewed if {
	reviews_done.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(reviews_done.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_without_systems if {
	resource := object.union(golden, {"systems": []})
	reviews_done.fail == {"no system is listed for review"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not reviews_done.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_one_is_missing if {
	resource := object.union(golden, {"systems": ["aws", "github"]})
	reviews_done.fail == {"github was not reviewed within 92 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not reviews_done.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
