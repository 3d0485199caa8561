package aws.s3.object_lock_test

import rego.v1

import data.aws.s3.object_lock

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"object_lock": {"enabled": true, "mode": "COMPLIANCE", "days": 30, "years": null},
	"tags": {"backup": "required"},
}

params := {"scope_tag": "backup", "scope_value": "required"}

test_passes_with_a_default if {
	object_lock.pass with input as golden with data.params as params
	count(object_lock.fail) == 0 with input as golden with data.params as params
	count(object_lock.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_when_off if {
	resource := object.union(golden, {"object_lock": null})
	object_lock.fail == {"object lock is off"} with input as resource with data.params as params
	not object_lock.pass with input as resource with data.params as params
	count(object_lock.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_when_disabled if {
	resource := object.union(golden, {"object_lock": {"enabled": false, "mode": null}})
	object_lock.fail == {"object lock is off"} with input as resource with data.params as params
	not object_lock.pass with input as resource with data.params as params
	count(object_lock.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_a_default if {
	resource := object.union(golden, {"object_lock": {"mode": null, "days": null}})
	object_lock.fail == {"object lock has no default retention"}
		with input as resource
		with data.params as params
	not object_lock.pass with input as resource with data.params as params
	count(object_lock.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_without_the_tag if {
	resource := object.union(object.remove(golden, ["tags"]), {"tags": {"team": "web"}, "object_lock": null})
	object_lock.not_applicable == {"the bucket is not tagged as a backup"}
		with input as resource
		with data.params as params
	not object_lock.pass with input as resource with data.params as params
	count(object_lock.fail) == 0 with input as resource with data.params as params
}
