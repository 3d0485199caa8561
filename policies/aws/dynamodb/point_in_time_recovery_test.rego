package aws.dynamodb.point_in_time_recovery_test

import rego.v1

import data.aws.dynamodb.point_in_time_recovery

golden := {
	"id": "arn:aws:dynamodb:eu-central-1:111122223333:table/orders",
	"kind": "aws.dynamodb.table",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"point_in_time_recovery": "ENABLED",
}

test_passes_when_on if {
	point_in_time_recovery.pass with input as golden
	count(point_in_time_recovery.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"point_in_time_recovery": "DISABLED"})
	point_in_time_recovery.fail == {"point-in-time recovery is off"} with input as resource
	not point_in_time_recovery.pass with input as resource
}

test_unknown_when_not_said if {
	resource := object.union(golden, {"point_in_time_recovery": null})
	not point_in_time_recovery.pass with input as resource
	count(point_in_time_recovery.fail) == 0 with input as resource
}
