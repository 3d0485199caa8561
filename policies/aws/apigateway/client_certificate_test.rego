package aws.apigateway.client_certificate_test

import rego.v1

import data.aws.apigateway.client_certificate

golden := {
	"id": "arn:aws:apigateway:eu-central-1::/restapis/a1/stages/prod",
	"kind": "aws.apigateway.stage",
	"source": "111122223333",
	"client_certificate_id": "c1",
}

test_passes_with_one if {
	client_certificate.pass with input as golden
	count(client_certificate.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"client_certificate_id": null})
	client_certificate.fail == {"the stage has no client certificate"} with input as resource
	not client_certificate.pass with input as resource
}
