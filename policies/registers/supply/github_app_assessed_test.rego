package registers.supply.github_app_assessed_test

import rego.v1

import data.registers.supply.github_app_assessed

golden := {
	"id": "acme/ci-bot",
	"kind": "github.org.installation",
	"source": "github",
	"app_slug": "CI-bot",
}

resources := {
	"registers.supply.supplier": [
		{"id": "a", "identities": ["github-app:ci-bot"], "assessed_at": "2026-10-01T00:00:00Z"},
		{"id": "b", "identities": ["github-app:OLD"], "assessed_at": null},
	],
}

params := {"own_apps": ["own"], "max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_assessed if {
	github_app_assessed.pass
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(github_app_assessed.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(github_app_assessed.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_listed if {
	resource := object.union(golden, {"app_slug": "mystery"})
	github_app_assessed.fail == {"github-app:mystery is seen here and in no supplier's identities"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not github_app_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(github_app_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_fails_when_not_assessed if {
	resource := object.union(golden, {"app_slug": "old"})
	github_app_assessed.fail == {"the supplier of github-app:old was not assessed within 365 days"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not github_app_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(github_app_assessed.not_applicable) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}

test_skips_own if {
	resource := object.union(golden, {"app_slug": "own"})
	github_app_assessed.not_applicable == {"the app is the organisation's own"}
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	not github_app_assessed.pass
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
	count(github_app_assessed.fail) == 0
		with input as resource
		with data.resources as resources
		with data.params as params
		with data.run as run
}
