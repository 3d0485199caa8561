package aws.opensearch.dashboard_sign_in_test

import rego.v1

import data.aws.opensearch.dashboard_sign_in

golden := {
	"id": "arn:aws:es:eu-central-1:111122223333:domain/search",
	"kind": "aws.opensearch.domain",
	"source": "111122223333",
	"name": "search",
	"cognito": true,
	"saml": true,
}

test_passes_with_cognito if {
	resource := object.union(golden, {"saml": false})
	dashboard_sign_in.pass with input as resource
	count(dashboard_sign_in.fail) == 0 with input as resource
}

test_passes_with_saml if {
	resource := object.union(golden, {"cognito": false})
	dashboard_sign_in.pass with input as resource
	count(dashboard_sign_in.fail) == 0 with input as resource
}

test_fails_with_neither if {
	resource := object.union(golden, {"cognito": false, "saml": false})
	dashboard_sign_in.fail == {"dashboards ask neither Cognito nor SAML who is there"} with input as resource
	not dashboard_sign_in.pass with input as resource
}
