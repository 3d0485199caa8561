package aws.iam.access_key_never_used_test

import rego.v1

import data.aws.iam.access_key_never_used

golden := {
	"id": "arn:aws:iam::111122223333:user/alice/access_key_1",
	"kind": "aws.iam.access_key",
	"source": "111122223333",
	"active": true,
	"last_used": "2026-11-01T00:00:00Z",
}

resources := {"aws.iam.user": [
	{"id": "arn:aws:iam::111122223333:user/alice", "credentials": {"password_enabled": true}},
	{"id": "arn:aws:iam::111122223333:user/svc", "credentials": {"password_enabled": false}},
]}

test_passes_when_used if {
	access_key_never_used.pass with input as golden with data.resources as resources
	count(access_key_never_used.fail) == 0 with input as golden with data.resources as resources
}

test_passes_when_switched_off if {
	resource := object.union(golden, {"active": false, "last_used": null})
	access_key_never_used.pass with input as resource with data.resources as resources
}

test_fails_when_never_used if {
	resource := object.union(golden, {"last_used": null})
	access_key_never_used.fail == {"the key was never used, and its user has a console password"}
		with input as resource
		with data.resources as resources
	not access_key_never_used.pass with input as resource with data.resources as resources
}

test_not_applicable_to_programs if {
	resource := object.union(golden, {"id": "arn:aws:iam::111122223333:user/svc/access_key_2", "last_used": null})
	access_key_never_used.not_applicable == {"the key's user has no console password"}
		with input as resource
		with data.resources as resources
	not access_key_never_used.pass with input as resource with data.resources as resources
}
