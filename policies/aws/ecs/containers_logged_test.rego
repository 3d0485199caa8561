package aws.ecs.containers_logged_test

import rego.v1

import data.aws.ecs.containers_logged

golden := {
	"id": "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7",
	"kind": "aws.ecs.task_definition",
	"source": "111122223333",
	"containers": [
		{
			"name": "web",
			"readonly_root_filesystem": true,
			"log_configuration": {"log_driver": "awslogs", "options": {"mode": "non-blocking"}},
		},
		{
			"name": "log",
			"readonly_root_filesystem": true,
			"log_configuration": {"log_driver": "awslogs", "options": {"mode": "non-blocking"}},
		},
	],
}

test_passes_when_logged if {
	containers_logged.pass with input as golden
	count(containers_logged.fail) == 0 with input as golden
}

test_fails_without_a_driver if {
	resource := object.union(golden, {
		"containers": [
			{
				"name": "web",
				"readonly_root_filesystem": true,
				"log_configuration": {
					"log_driver": "awslogs",
					"options": {"mode": "non-blocking"},
				},
			},
			{"name": "log"},
		],
	})
	containers_logged.fail == {"container log has no log driver"} with input as resource
	not containers_logged.pass with input as resource
}
