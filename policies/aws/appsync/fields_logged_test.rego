package aws.appsync.fields_logged_test

import rego.v1

import data.aws.appsync.fields_logged

golden := {
	"id": "arn:aws:appsync:eu-central-1:111122223333:apis/a1",
	"kind": "aws.appsync.graphql_api",
	"source": "111122223333",
	"field_log_level": "ERROR",
}

test_passes_with_errors if {
	fields_logged.pass with input as golden
	count(fields_logged.fail) == 0 with input as golden
}

test_passes_with_all if {
	resource := object.union(golden, {"field_log_level": "ALL"})
	fields_logged.pass with input as resource
	count(fields_logged.fail) == 0 with input as resource
}

test_fails_with_none if {
	resource := object.union(golden, {"field_log_level": "NONE"})
	fields_logged.fail == {"fields are not logged"} with input as resource
	not fields_logged.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"field_log_level": null})
	fields_logged.fail == {"no logging is set"} with input as resource
	not fields_logged.pass with input as resource
}
