package aws.acm.transparency_test

import rego.v1

import data.aws.acm.transparency

golden := {
	"id": "arn:aws:acm:eu-central-1:111122223333:certificate/1",
	"kind": "aws.acm.certificate",
	"source": "111122223333",
	"name": "acme.example",
	"in_use": true,
	"type": "AMAZON_ISSUED",
	"transparency_logging": "ENABLED",
}

test_passes_when_logged if {
	transparency.pass with input as golden
	count(transparency.fail) == 0 with input as golden
	count(transparency.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"transparency_logging": "DISABLED"})
	transparency.fail == {"the certificate is kept out of the public logs"} with input as resource
	not transparency.pass with input as resource
	count(transparency.not_applicable) == 0 with input as resource
}

test_not_applicable_when_imported if {
	resource := object.union(golden, {"type": "IMPORTED", "transparency_logging": null})
	transparency.not_applicable == {"the certificate is imported"} with input as resource
	not transparency.pass with input as resource
	count(transparency.fail) == 0 with input as resource
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"in_use": false})
	transparency.not_applicable == {"no service uses the certificate"} with input as resource
	not transparency.pass with input as resource
	count(transparency.fail) == 0 with input as resource
}
