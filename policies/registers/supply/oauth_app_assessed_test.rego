package registers.supply.oauth_app_assessed_test

import rego.v1

import data.registers.supply.oauth_app_assessed

golden := {
	"id": "acme/Deploy Robot",
	"kind": "github.org.oauth_app",
	"source": "github",
	"name": "Deploy Robot",
	"state": "approved",
}

resources := {
	"registers.supply.supplier": [
		{"id": "a", "identities": ["github-oauth-app:deploy robot"], "assessed_at": "2025-11-24T02:00:00Z"},
		{"id": "b", "identities": ["github-oauth-app:OLD"], "assessed_at": "2025-11-23T02:00:00Z"},
		{"id": "c", "identities": ["github-app:mystery"], "assessed_at": "2026-10-01T00:00:00Z"},
	],
}

params := {"own_apps": ["own"], "max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

passes(resource) if {
	oauth_app_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

fails(resource) := messages if {
	messages := oauth_app_assessed.fail
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

skips(resource) := messages if {
	messages := oauth_app_assessed.not_applicable
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_passes_when_assessed_exactly_a_year_ago if {
	passes(golden)
	count(fails(golden)) == 0
	count(skips(golden)) == 0
}

test_passes_when_unblocked_and_assessed if {
	resource := object.union(golden, {"state": "unblocked"})
	passes(resource)
	count(fails(resource)) == 0
	count(skips(resource)) == 0
}

test_fails_when_not_listed if {
	resource := object.union(golden, {"name": "Mystery"})
	fails(resource) == {"github-oauth-app:mystery was approved and is in no supplier's identities"}
	not passes(resource)
	count(skips(resource)) == 0
}

test_fails_when_unblocked_and_not_listed if {
	resource := object.union(golden, {"name": "Mystery", "state": "unblocked"})
	fails(resource) == {"github-oauth-app:mystery was unblocked and is in no supplier's identities"}
	not passes(resource)
	count(skips(resource)) == 0
}

test_fails_when_assessed_over_a_year_ago if {
	resource := object.union(golden, {"name": "old"})
	fails(resource) == {"the supplier of github-oauth-app:old was not assessed within 365 days"}
	not passes(resource)
	count(skips(resource)) == 0
}

test_skips_denied if {
	resource := object.union(golden, {"name": "Mystery", "state": "denied"})
	skips(resource) == {"the last decision in the audit log is denied"}
	not passes(resource)
	count(fails(resource)) == 0
}

test_skips_blocked if {
	resource := object.union(golden, {"state": "blocked"})
	skips(resource) == {"the last decision in the audit log is blocked"}
	not passes(resource)
	count(fails(resource)) == 0
}

test_skips_own if {
	resource := object.union(golden, {"name": "own"})
	skips(resource) == {"the app is the organisation's own"}
	not passes(resource)
	count(fails(resource)) == 0
}

test_skips_own_once_when_denied if {
	resource := object.union(golden, {"name": "own", "state": "denied"})
	skips(resource) == {"the app is the organisation's own"}
	not passes(resource)
}

test_says_nothing_of_a_state_that_it_does_not_know if {
	resource := object.union(golden, {"state": "requested"})
	not passes(resource)
	count(fails(resource)) == 0
	count(skips(resource)) == 0
}
