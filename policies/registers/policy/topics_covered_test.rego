package registers.policy.topics_covered_test

import rego.v1

import data.registers.policy.topics_covered

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
	"policy_topics": ["remote_work"],
}

resources := {
	"registers.policy.document": [
		{
			"topics": ["security"],
			"approved_at": "2026-10-01T00:00:00Z",
			"expires_at": "2027-01-01T00:00:00Z",
		},
		{"topics": ["remote_work"], "approved_at": "2026-10-01T00:00:00Z", "expires_at": null},
	],
}

params := {"topics": ["security"]}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_covered if {
	topics_covered.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(topics_covered.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_a_topic_is_missing if {
	resource := object.union(golden, {"policy_topics": ["remote_work", "suppliers"]})
	topics_covered.fail == {"no approved policy covers suppliers"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not topics_covered.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_approved if {
	others := {
		"registers.policy.document": [
			{"topics": ["security"], "approved_at": "2026-10-01T00:00:00Z", "expires_at": null},
			{"topics": ["remote_work"], "approved_at": null, "expires_at": null},
		],
	}
	topics_covered.fail == {"no approved policy covers remote_work"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not topics_covered.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}

test_fails_when_expired if {
	others := {
		"registers.policy.document": [
			{
				"topics": ["security"],
				"approved_at": "2026-10-01T00:00:00Z",
				"expires_at": "2026-10-01T00:00:00Z",
			},
			{"topics": ["remote_work"], "approved_at": "2026-10-01T00:00:00Z", "expires_at": null},
		],
	}
	topics_covered.fail == {"no approved policy covers security"}
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
	not topics_covered.pass
		with input as golden
		with data.resources as others
		with data.params as params
		with data.run as run
}
