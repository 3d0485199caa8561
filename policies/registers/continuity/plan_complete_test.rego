package registers.continuity.plan_complete_test

import rego.v1

import data.registers.continuity.plan_complete

golden := {
	"id": "plan_complete-1",
	"kind": "registers.continuity.plan",
	"source": "registers",
	"purpose": "continuity",
	"parts": ["a", "b", "c", "d", "e", "f", "g", "h"],
	"approved_at": "2026-10-01T00:00:00Z",
	"expires_at": null,
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_complete if {
	plan_complete.pass with input as golden with data.params as params with data.run as run
	count(plan_complete.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_for_a_crisis if {
	resource := object.union(golden, {"purpose": "crisis", "parts": []})
	plan_complete.pass with input as resource with data.params as params with data.run as run
	count(plan_complete.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {
		"parts": ["a", "b", "c", "d", "e", "f"],
		"approved_at": null,
		"expires_at": "2020-01-01T00:00:00Z",
	})
	plan_complete.fail == {
		"it lacks the parts g, h of annex 4.1.2",
		"nobody has approved it",
		"it expired on 2020-01-01T00:00:00Z",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not plan_complete.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"approved_at": "2020-01-01T00:00:00Z"})
	plan_complete.fail == {"it was last approved on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not plan_complete.pass with input as resource with data.params as params with data.run as run
}
