package aws.stepfunctions.executions_logged_test

import rego.v1

import data.aws.stepfunctions.executions_logged

golden := {
	"id": "arn:aws:states:eu-central-1:111122223333:stateMachine:order",
	"kind": "aws.stepfunctions.state_machine",
	"source": "111122223333",
	"log_level": "ERROR",
}

test_passes_with_errors if {
	executions_logged.pass with input as golden
	count(executions_logged.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"log_level": "OFF"})
	executions_logged.fail == {"executions are not logged"} with input as resource
	not executions_logged.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"log_level": null})
	executions_logged.fail == {"no logging is set"} with input as resource
	not executions_logged.pass with input as resource
}
