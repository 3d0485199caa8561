package aws.ecs.log_driver_non_blocking_test

import rego.v1

import data.aws.ecs.log_driver_non_blocking

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
		{"name": "quiet"},
	],
}

test_passes_when_non_blocking if {
	log_driver_non_blocking.pass with input as golden
	count(log_driver_non_blocking.fail) == 0 with input as golden
	count(log_driver_non_blocking.not_applicable) == 0 with input as golden
}

test_fails_when_blocking if {
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
				"readonly_root_filesystem": true,
				"log_configuration": {
					"log_driver": "awslogs",
					"options": {"mode": "blocking"},
				},
			},
		],
	})
	log_driver_non_blocking.fail == {"container log does not ask for the mode non-blocking"}
		with input as resource
	not log_driver_non_blocking.pass with input as resource
	count(log_driver_non_blocking.not_applicable) == 0 with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {
		"containers": [
			{
				"name": "web",
				"log_configuration": {
					"log_driver": "awslogs",
				},
			},
		],
	})
	log_driver_non_blocking.fail == {"container web does not ask for the mode non-blocking"}
		with input as resource
	not log_driver_non_blocking.pass with input as resource
	count(log_driver_non_blocking.not_applicable) == 0 with input as resource
}

test_not_applicable_without_drivers if {
	resource := object.union(golden, {"containers": [{"name": "quiet"}]})
	log_driver_non_blocking.not_applicable == {"no container has a log driver"} with input as resource
	not log_driver_non_blocking.pass with input as resource
	count(log_driver_non_blocking.fail) == 0 with input as resource
}
