package aws.apigateway.stage_logged_test

import rego.v1

import data.aws.apigateway.stage_logged

golden := {
	"id": "arn:aws:apigateway:eu-central-1::/restapis/a1/stages/prod",
	"kind": "aws.apigateway.stage",
	"source": "111122223333",
	"method_settings": {"*/*": {"logging_level": "INFO"}},
	"access_log": null,
}

test_passes_with_executions if {
	stage_logged.pass with input as golden
	count(stage_logged.fail) == 0 with input as golden
}

test_passes_with_access if {
	resource := object.union(golden, {
		"method_settings": {
			"*/*": {"logging_level": "OFF"},
		},
		"access_log": "arn:aws:logs:eu-central-1:111122223333:log-group:api",
	})
	stage_logged.pass with input as resource
	count(stage_logged.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"method_settings": {"*/*": {"logging_level": "OFF"}}})
	stage_logged.fail == {"neither executions nor access are logged"} with input as resource
	not stage_logged.pass with input as resource
}

test_fails_without_settings if {
	resource := object.union(object.remove(golden, ["method_settings"]), {"method_settings": {}})
	stage_logged.fail == {"neither executions nor access are logged"} with input as resource
	not stage_logged.pass with input as resource
}
