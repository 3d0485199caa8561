package aws.ecs.containers_read_only_test

import rego.v1

import data.aws.ecs.containers_read_only

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

test_passes_when_read_only if {
	containers_read_only.pass with input as golden
	count(containers_read_only.fail) == 0 with input as golden
}

test_fails_when_it_can_be_written if {
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
			{
				"name": "log",
				"readonly_root_filesystem": false,
				"log_configuration": {
					"log_driver": "awslogs",
					"options": {"mode": "non-blocking"},
				},
			},
		],
	})
	containers_read_only.fail == {"container log can write to it"} with input as resource
	not containers_read_only.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"containers": [{"name": "web"}]})
	containers_read_only.fail == {"container web can write to it"} with input as resource
	not containers_read_only.pass with input as resource
}
