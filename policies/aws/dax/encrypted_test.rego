package aws.dax.encrypted_test

import rego.v1

import data.aws.dax.encrypted

golden := {
	"id": "arn:aws:dax:eu-central-1:111122223333:cache/orders",
	"kind": "aws.dax.cluster",
	"source": "111122223333",
	"name": "orders",
	"sse_status": "ENABLED",
}

test_passes_when_on if {
	encrypted.pass with input as golden
	count(encrypted.fail) == 0 with input as golden
}

test_passes_while_it_is_turned_on if {
	resource := object.union(golden, {"sse_status": "ENABLING"})
	encrypted.pass with input as resource
	count(encrypted.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"sse_status": "DISABLED"})
	encrypted.fail == {"encryption at rest is DISABLED"} with input as resource
	not encrypted.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"sse_status": null})
	encrypted.fail == {"encryption at rest is not set"} with input as resource
	not encrypted.pass with input as resource
}
