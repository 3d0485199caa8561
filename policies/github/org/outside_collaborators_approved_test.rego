package github.org.outside_collaborators_approved_test

import rego.v1

import data.github.org.outside_collaborators_approved

golden := {"id": "acme", "kind": "github.org.organization", "source": "acme", "owners": ["alice"]}

params := {"approved_collaborators": []}

run := {"as_of": "2026-06-30T12:00:00Z"}

resources := {"github.org.outside_collaborator": []}

with_bob := {"github.org.outside_collaborator": [{"id": "bob", "two_factor": true}]}

test_passes_without_collaborators if {
	outside_collaborators_approved.pass
		with input as golden
		with data.params as params
		with data.run as run
		with data.resources as resources
	count(outside_collaborators_approved.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
		with data.resources as resources
}

test_passes_when_approved if {
	outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-12-31"]})
		with data.run as run
		with data.resources as with_bob
	count(outside_collaborators_approved.fail) == 0
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-12-31"]})
		with data.run as run
		with data.resources as with_bob
}

test_passes_on_the_last_day if {
	outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-06-30"]})
		with data.run as run
		with data.resources as with_bob
	count(outside_collaborators_approved.fail) == 0
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-06-30"]})
		with data.run as run
		with data.resources as with_bob
}

test_passes_when_approved_anew if {
	outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-12-31", "bob 2025-12-31"]})
		with data.run as run
		with data.resources as with_bob
	count(outside_collaborators_approved.fail) == 0
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-12-31", "bob 2025-12-31"]})
		with data.run as run
		with data.resources as with_bob
}

test_fails_when_not_approved if {
	outside_collaborators_approved.fail == {"bob is not in approved_collaborators"}
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bobby 2026-12-31"]})
		with data.run as run
		with data.resources as with_bob
	not outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bobby 2026-12-31"]})
		with data.run as run
		with data.resources as with_bob
}

test_fails_without_a_last_day if {
	outside_collaborators_approved.fail == {"bob is not in approved_collaborators"}
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob"]})
		with data.run as run
		with data.resources as with_bob
	not outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob"]})
		with data.run as run
		with data.resources as with_bob
}

test_fails_after_the_last_day if {
	outside_collaborators_approved.fail == {"the approval of bob ended on 2026-06-29"}
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-06-29"]})
		with data.run as run
		with data.resources as with_bob
	not outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": ["bob 2026-06-29"]})
		with data.run as run
		with data.resources as with_bob
}
