package aws.apigatewayv2.stage_logged_test

import rego.v1

import data.aws.apigatewayv2.stage_logged

golden := {
	"id": "arn:aws:apigateway:eu-central-1::/apis/a1/stages/prod",
	"kind": "aws.apigatewayv2.stage",
	"source": "111122223333",
	"access_log": "arn:aws:logs:eu-central-1:111122223333:log-group:api",
}

test_passes_when_logged if {
	stage_logged.pass with input as golden
	count(stage_logged.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"access_log": null})
	stage_logged.fail == {"access is not logged"} with input as resource
	not stage_logged.pass with input as resource
}
