package aws.cloudfront.access_logged_test

import rego.v1

import data.aws.cloudfront.access_logged

golden := {
	"id": "arn:aws:cloudfront::111122223333:distribution/E1",
	"kind": "aws.cloudfront.distribution",
	"source": "111122223333",
	"standard_log": true,
	"realtime_log_config": null,
}

resources := {
	"aws.logs.delivery_source": [
		{
			"id": "arn:aws:logs:us-east-1:111122223333:delivery-source:cf",
			"resource_arns": ["arn:aws:cloudfront::111122223333:distribution/E2"],
			"log_type": "ACCESS_LOGS",
			"delivered": true,
		},
	],
}

test_passes_with_standard_logs if {
	access_logged.pass with input as golden with data.resources as resources
	count(access_logged.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_real_time_logs if {
	resource := object.union(golden, {
		"standard_log": false,
		"realtime_log_config": "arn:aws:cloudfront::111122223333:realtime-log-config/x",
	})
	access_logged.pass with input as resource with data.resources as resources
	count(access_logged.fail) == 0 with input as resource with data.resources as resources
}

test_passes_when_delivered if {
	resource := object.union(golden, {
		"id": "arn:aws:cloudfront::111122223333:distribution/E2",
		"standard_log": false,
	})
	access_logged.pass with input as resource with data.resources as resources
	count(access_logged.fail) == 0 with input as resource with data.resources as resources
}

test_fails_without if {
	resource := object.union(golden, {"standard_log": false})
	access_logged.fail == {"requests are not logged"} with input as resource with data.resources as resources
	not access_logged.pass with input as resource with data.resources as resources
}

test_fails_with_an_empty_name if {
	resource := object.union(golden, {"standard_log": false, "realtime_log_config": ""})
	access_logged.fail == {"requests are not logged"} with input as resource with data.resources as resources
	not access_logged.pass with input as resource with data.resources as resources
}

test_fails_when_delivered_nowhere if {
	resource := object.union(golden, {
		"id": "arn:aws:cloudfront::111122223333:distribution/E2",
		"standard_log": false,
	})
	others := object.union(resources, {
		"aws.logs.delivery_source": [
			{
				"id": "x",
				"resource_arns": ["arn:aws:cloudfront::111122223333:distribution/E2"],
				"log_type": "ACCESS_LOGS",
				"delivered": false,
			},
		],
	})
	access_logged.fail == {"requests are not logged"} with input as resource with data.resources as others
	not access_logged.pass with input as resource with data.resources as others
}
