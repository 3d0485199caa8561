package aws.datasync.logged_test

import rego.v1

import data.aws.datasync.logged

golden := {
	"id": "arn:aws:datasync:eu-central-1:111122223333:task/task-1",
	"kind": "aws.datasync.task",
	"source": "111122223333",
	"name": "nightly",
	"log_group": "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/datasync",
	"log_level": "BASIC",
}

test_passes_with_a_group if {
	logged.pass with input as golden
	count(logged.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"log_group": null, "log_level": null})
	logged.fail == {"no log group is set"} with input as resource
	not logged.pass with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"log_level": "OFF"})
	logged.fail == {"its log level is OFF"} with input as resource
	not logged.pass with input as resource
}
