package registers.policy.encryption_complete_test

import rego.v1

import data.registers.policy.encryption_complete

golden := {
	"id": "encryption_complete-1",
	"kind": "registers.policy.encryption",
	"source": "registers",
	"algorithms": ["AES-256-GCM"],
	"key_methods": [
		"activation",
		"backup",
		"certificates",
		"change",
		"compromise",
		"destruction",
		"distribution",
		"generation",
		"logging",
		"recovery",
		"revocation",
		"storage",
	],
	"at_rest": true,
	"in_transit": true,
	"approved_at": "2026-10-01T00:00:00Z",
}

params := {
	"key_methods": [
		"activation",
		"backup",
		"certificates",
		"change",
		"compromise",
		"destruction",
		"distribution",
		"generation",
		"logging",
		"recovery",
		"revocation",
		"storage",
	],
	"max_age_days": 365,
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_complete if {
	encryption_complete.pass with input as golden with data.params as params with data.run as run
	count(encryption_complete.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_empty if {
	resource := object.union(golden, {
		"algorithms": [],
		"key_methods": [
			"backup",
			"certificates",
			"change",
			"compromise",
			"destruction",
			"distribution",
			"generation",
			"logging",
			"recovery",
			"revocation",
			"storage",
		],
		"at_rest": false,
		"in_transit": false,
		"approved_at": null,
	})
	encryption_complete.fail == {
		"it names no algorithm",
		"it does not lay down the activation of keys",
		"it does not ask for encryption at rest",
		"it does not ask for encryption in transit",
		"nobody has approved it",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not encryption_complete.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"approved_at": "2020-01-01T00:00:00Z"})
	encryption_complete.fail == {"it was last approved on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not encryption_complete.pass with input as resource with data.params as params with data.run as run
}
