package github.org.outside_collaborators_approved_test

import rego.v1

import data.github.org.outside_collaborators_approved

golden := {"id": "bob", "kind": "github.org.outside_collaborator", "source": "acme", "two_factor": true}

params := {"approved_collaborators": {"bob": "2026-12-31"}}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_approved if {
	outside_collaborators_approved.pass with input as golden with data.params as params with data.run as run
	count(outside_collaborators_approved.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_passes_on_the_last_day if {
	outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": {"bob": "2026-06-30"}})
		with data.run as run
	count(outside_collaborators_approved.fail) == 0
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": {"bob": "2026-06-30"}})
		with data.run as run
}

test_fails_when_not_approved if {
	outside_collaborators_approved.fail == {"bob is not in approved_collaborators"}
		with input as golden
		with data.params as {"approved_collaborators": {}}
		with data.run as run
	not outside_collaborators_approved.pass
		with input as golden
		with data.params as {"approved_collaborators": {}}
		with data.run as run
}

test_fails_after_the_last_day if {
	outside_collaborators_approved.fail == {"the approval of bob ended on 2026-06-29"}
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": {"bob": "2026-06-29"}})
		with data.run as run
	not outside_collaborators_approved.pass
		with input as golden
		with data.params as object.union(params, {"approved_collaborators": {"bob": "2026-06-29"}})
		with data.run as run
}
