package github.repo.deploy_keys_test

import rego.v1

import data.github.repo.deploy_keys

golden := {
	"id": "acme/app/keys/1",
	"kind": "github.repo.deploy_key",
	"source": "acme",
	"repository": "acme/app",
	"title": "ci",
	"read_only": true,
	"created_at": "2026-01-01T00:00:00Z",
	"last_used": null,
	"verified": true,
}

params := {"approved_keys": []}

test_passes_when_it_only_reads if {
	deploy_keys.pass with input as golden with data.params as params
	count(deploy_keys.fail) == 0 with input as golden with data.params as params
}

test_passes_when_approved_by_title if {
	resource := object.union(golden, {"read_only": false})
	deploy_keys.pass with input as resource with data.params as object.union(params, {"approved_keys": ["ci"]})
	count(deploy_keys.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_keys": ["ci"]})
}

test_passes_when_approved_by_id if {
	resource := object.union(golden, {"read_only": false})
	deploy_keys.pass
		with input as resource
		with data.params as object.union(params, {"approved_keys": ["acme/app/keys/1"]})
	count(deploy_keys.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_keys": ["acme/app/keys/1"]})
}

test_fails_when_it_writes if {
	resource := object.union(golden, {"read_only": false})
	deploy_keys.fail == {"the deploy key ci may write and is not in approved_keys"}
		with input as resource
		with data.params as params
	not deploy_keys.pass with input as resource with data.params as params
}
