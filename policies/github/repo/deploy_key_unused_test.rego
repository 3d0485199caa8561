package github.repo.deploy_key_unused_test

import rego.v1

import data.github.repo.deploy_key_unused

golden := {
	"id": "acme/app/keys/1",
	"kind": "github.repo.deploy_key",
	"source": "acme",
	"repository": "acme/app",
	"title": "ci",
	"read_only": true,
	"created_at": "2026-06-01T00:00:00Z",
	"last_used": null,
	"verified": true,
}

params := {"max_unused_days": 90}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_new if {
	deploy_key_unused.pass with input as golden with data.params as params with data.run as run
	count(deploy_key_unused.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"created_at": "2020-01-01T00:00:00Z", "last_used": "2026-04-01T12:00:00Z"})
	deploy_key_unused.pass with input as resource with data.params as params with data.run as run
	count(deploy_key_unused.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_past_the_limit if {
	resource := object.union(golden, {"last_used": "2026-04-01T11:59:59Z"})
	deploy_key_unused.fail == {"the key was last used or added on 2026-04-01T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not deploy_key_unused.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_never_used if {
	resource := object.union(golden, {"created_at": "2026-01-01T00:00:00Z"})
	deploy_key_unused.fail == {"the key was last used or added on 2026-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not deploy_key_unused.pass with input as resource with data.params as params with data.run as run
}
