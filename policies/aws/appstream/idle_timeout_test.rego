package aws.appstream.idle_timeout_test

import rego.v1

import data.aws.appstream.idle_timeout

golden := {
	"id": "arn:aws:appstream:eu-central-1:111122223333:fleet/desk",
	"kind": "aws.appstream.fleet",
	"source": "111122223333",
	"idle_seconds": 540,
}

params := {"max_seconds": 600}

test_passes_below if {
	idle_timeout.pass with input as golden with data.params as params
	count(idle_timeout.fail) == 0 with input as golden with data.params as params
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"idle_seconds": 600})
	idle_timeout.pass with input as resource with data.params as params
	count(idle_timeout.fail) == 0 with input as resource with data.params as params
}

test_fails_just_above if {
	resource := object.union(golden, {"idle_seconds": 601})
	idle_timeout.fail == {"an idle user is disconnected only after 601 seconds"}
		with input as resource
		with data.params as params
	not idle_timeout.pass with input as resource with data.params as params
}

test_fails_when_off if {
	resource := object.union(golden, {"idle_seconds": 0})
	idle_timeout.fail == {"idle users are never disconnected"}
		with input as resource
		with data.params as params
	not idle_timeout.pass with input as resource with data.params as params
}
