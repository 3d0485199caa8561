package registers.asset.classified_test

import rego.v1

import data.registers.asset.classified

golden := {
	"id": "classified-1",
	"kind": "registers.asset.asset",
	"source": "registers",
	"type": "information",
	"classification": "confidential",
	"reviewed_at": "2026-10-01T00:00:00Z",
	"disposed_at": null,
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_classified if {
	classified.pass with input as golden with data.params as params with data.run as run
	count(classified.fail) == 0 with input as golden with data.params as params with data.run as run
	count(classified.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"classification": null, "reviewed_at": null})
	classified.fail == {
		"the information has no level of classification",
		"it was never compared with reality",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not classified.pass with input as resource with data.params as params with data.run as run
	count(classified.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"reviewed_at": "2020-01-01T00:00:00Z"})
	classified.fail == {"it was last compared with reality on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not classified.pass with input as resource with data.params as params with data.run as run
	count(classified.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_skips_disposed if {
	resource := object.union(golden, {"disposed_at": "2026-10-01T00:00:00Z"})
	classified.not_applicable == {"it was disposed of"}
		with input as resource
		with data.params as params
		with data.run as run
	not classified.pass with input as resource with data.params as params with data.run as run
	count(classified.fail) == 0 with input as resource with data.params as params with data.run as run
}
