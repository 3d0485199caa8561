package aws.elasticbeanstalk.managed_updates_test

import rego.v1

import data.aws.elasticbeanstalk.managed_updates

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
	managed_updates.pass with input as golden
	count(managed_updates.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {
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
						"value": "false",
					},
				],
			},
		],
	})
	managed_updates.fail == {"managed updates are off"} with input as resource
	not managed_updates.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"configuration": [{"option_settings": []}]})
	managed_updates.fail == {"managed updates are off"} with input as resource
	not managed_updates.pass with input as resource
}

test_undecided_without_settings if {
	resource := object.union(golden, {"configuration": []})
	not managed_updates.pass with input as resource
	count(managed_updates.fail) == 0 with input as resource
}
