package aws.elasticbeanstalk.logs_streamed_test

import rego.v1

import data.aws.elasticbeanstalk.logs_streamed

golden := {
	"id": "arn:aws:elasticbeanstalk:eu-central-1:111122223333:environment/app/web",
	"kind": "aws.elasticbeanstalk.environment",
	"source": "111122223333",
	"configuration": [
		{
			"option_settings": [
				{
					"namespace": "aws:elasticbeanstalk:cloudwatch:logs",
					"option_name": "StreamLogs",
					"value": "true",
				},
				{
					"namespace": "aws:elasticbeanstalk:managedactions",
					"option_name": "ManagedActionsEnabled",
					"value": "true",
				},
			],
		},
	],
}

test_passes_when_on if {
	logs_streamed.pass with input as golden
	count(logs_streamed.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {
		"configuration": [
			{
				"option_settings": [
					{
						"namespace": "aws:elasticbeanstalk:cloudwatch:logs",
						"option_name": "StreamLogs",
						"value": "false",
					},
					{
						"namespace": "aws:elasticbeanstalk:managedactions",
						"option_name": "ManagedActionsEnabled",
						"value": "true",
					},
				],
			},
		],
	})
	logs_streamed.fail == {"logs are not streamed"} with input as resource
	not logs_streamed.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"configuration": [{"option_settings": []}]})
	logs_streamed.fail == {"logs are not streamed"} with input as resource
	not logs_streamed.pass with input as resource
}

test_undecided_without_settings if {
	resource := object.union(golden, {"configuration": []})
	not logs_streamed.pass with input as resource
	count(logs_streamed.fail) == 0 with input as resource
}
