package aws.dms.target_logged_test

import rego.v1

import data.aws.dms.target_logged

golden := {
	"id": "arn:aws:dms:eu-central-1:111122223333:task:MOVE1",
	"kind": "aws.dms.replication_task",
	"source": "111122223333",
	"name": "move",
	"settings": {
		"Logging": {
			"EnableLogging": true,
			"LogComponents": [
				{"Id": "TARGET_APPLY", "Severity": "LOGGER_SEVERITY_DEFAULT"},
				{"Id": "TARGET_LOAD", "Severity": "LOGGER_SEVERITY_DEBUG"},
			],
		},
	},
}

test_passes_when_both_log if {
	target_logged.pass with input as golden
	count(target_logged.fail) == 0 with input as golden
}

test_fails_when_one_logs_errors_alone if {
	resource := object.union(object.remove(golden, ["settings"]), {
		"settings": {
			"Logging": {
				"EnableLogging": true,
				"LogComponents": [
					{"Id": "TARGET_APPLY", "Severity": "LOGGER_SEVERITY_ERROR"},
					{"Id": "TARGET_LOAD", "Severity": "LOGGER_SEVERITY_DEFAULT"},
				],
			},
		},
	})
	target_logged.fail == {"TARGET_APPLY is not logged at the default level"} with input as resource
	not target_logged.pass with input as resource
}

test_fails_when_logging_is_off if {
	resource := object.union(object.remove(golden, ["settings"]), {
		"settings": {
			"Logging": {
				"EnableLogging": false,
				"LogComponents": [
					{"Id": "TARGET_APPLY", "Severity": "LOGGER_SEVERITY_DEFAULT"},
					{"Id": "TARGET_LOAD", "Severity": "LOGGER_SEVERITY_DEFAULT"},
				],
			},
		},
	})
	target_logged.fail == {"TARGET_APPLY is not logged at the default level", "TARGET_LOAD is not logged at the default level"}
		with input as resource
	not target_logged.pass with input as resource
}

test_fails_without_settings_of_logs if {
	resource := object.union(object.remove(golden, ["settings"]), {"settings": {"TargetMetadata": {}}})
	target_logged.fail == {"TARGET_APPLY is not logged at the default level", "TARGET_LOAD is not logged at the default level"}
		with input as resource
	not target_logged.pass with input as resource
}

test_unknown_without_settings if {
	resource := object.union(golden, {"settings": null})
	not target_logged.pass with input as resource
	count(target_logged.fail) == 0 with input as resource
}
