package aws.sso_admin.session_length_test

import rego.v1

import data.aws.sso_admin.session_length

golden := {
	"id": "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
	"kind": "aws.sso_admin.permission_set",
	"source": "111122223333",
	"session": "PT8H",
}

params := {"max_hours": 8}

test_passes_at_the_limit if {
	session_length.pass with input as golden with data.params as params
	count(session_length.fail) == 0 with input as golden with data.params as params
}

test_passes_with_minutes if {
	resource := object.union(golden, {"session": "PT7H30M"})
	session_length.pass with input as resource with data.params as params
	count(session_length.fail) == 0 with input as resource with data.params as params
}

test_passes_with_less_than_an_hour if {
	resource := object.union(golden, {"session": "PT45M"})
	session_length.pass with input as resource with data.params as params
	count(session_length.fail) == 0 with input as resource with data.params as params
}

test_fails_above if {
	resource := object.union(golden, {"session": "PT12H"})
	session_length.fail == {"sessions last PT12H"} with input as resource with data.params as params
	not session_length.pass with input as resource with data.params as params
}

test_fails_a_minute_above if {
	resource := object.union(golden, {"session": "PT8H1M"})
	session_length.fail == {"sessions last PT8H1M"} with input as resource with data.params as params
	not session_length.pass with input as resource with data.params as params
}
