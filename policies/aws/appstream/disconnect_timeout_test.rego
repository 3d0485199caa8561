package aws.appstream.disconnect_timeout_test

import rego.v1

import data.aws.appstream.disconnect_timeout

golden := {
	"id": "arn:aws:appstream:eu-central-1:111122223333:fleet/desk",
	"kind": "aws.appstream.fleet",
	"source": "111122223333",
	"disconnect_seconds": 240,
}

params := {"max_seconds": 300}

test_passes_below if {
	disconnect_timeout.pass with input as golden with data.params as params
	count(disconnect_timeout.fail) == 0 with input as golden with data.params as params
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"disconnect_seconds": 300})
	disconnect_timeout.pass with input as resource with data.params as params
	count(disconnect_timeout.fail) == 0 with input as resource with data.params as params
}

test_fails_just_above if {
	resource := object.union(golden, {"disconnect_seconds": 301})
	disconnect_timeout.fail == {"a session waits for 301 seconds"}
		with input as resource
		with data.params as params
	not disconnect_timeout.pass with input as resource with data.params as params
}
