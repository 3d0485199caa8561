package github.repo.idle_archived_test

import rego.v1

import data.github.repo.idle_archived

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"created_at": "2026-01-01T00:00:00Z",
	"pushed_at": null,
}

params := {"max_idle_days": 365}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_new if {
	idle_archived.pass with input as golden with data.params as params with data.run as run
	count(idle_archived.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"pushed_at": "2025-06-30T12:00:00Z"})
	idle_archived.pass with input as resource with data.params as params with data.run as run
	count(idle_archived.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_passes_when_archived if {
	resource := object.union(golden, {"archived": true, "pushed_at": "2020-01-01T00:00:00Z"})
	idle_archived.pass with input as resource with data.params as params with data.run as run
	count(idle_archived.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"pushed_at": "2025-06-30T11:59:59Z"})
	idle_archived.fail == {"the last activity was on 2025-06-30T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not idle_archived.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_never_pushed if {
	resource := object.union(golden, {"created_at": "2020-01-01T00:00:00Z"})
	idle_archived.fail == {"the last activity was on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not idle_archived.pass with input as resource with data.params as params with data.run as run
}
