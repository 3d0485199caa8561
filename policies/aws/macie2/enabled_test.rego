package aws.macie2.enabled_test

import rego.v1

import data.aws.macie2.enabled

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.macie2.region",
	"source": "111122223333",
	"status": "ENABLED",
}

test_passes_when_on if {
	enabled.pass with input as golden
	count(enabled.fail) == 0 with input as golden
}

test_fails_when_paused if {
	resource := object.union(golden, {"status": "PAUSED"})
	enabled.fail == {"Macie is paused"} with input as resource
	not enabled.pass with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"status": null})
	enabled.fail == {"Macie is off"} with input as resource
	not enabled.pass with input as resource
}
