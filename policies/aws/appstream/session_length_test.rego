package aws.appstream.session_length_test

import rego.v1

import data.aws.appstream.session_length

golden := {
	"id": "arn:aws:appstream:eu-central-1:111122223333:fleet/desk",
	"kind": "aws.appstream.fleet",
	"source": "111122223333",
	"max_session_seconds": 35940,
}

params := {"max_seconds": 36000}

test_passes_below if {
	session_length.pass with input as golden with data.params as params
	count(session_length.fail) == 0 with input as golden with data.params as params
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"max_session_seconds": 36000})
	session_length.pass with input as resource with data.params as params
	count(session_length.fail) == 0 with input as resource with data.params as params
}

test_fails_just_above if {
	resource := object.union(golden, {"max_session_seconds": 36001})
	session_length.fail == {"a session may last 36001 seconds"}
		with input as resource
		with data.params as params
	not session_length.pass with input as resource with data.params as params
}
