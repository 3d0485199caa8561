package aws.config.recorder_on_test

import rego.v1

import data.aws.config.recorder_on

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.config.region",
	"source": "111122223333",
	"recorders": [
		{
			"name": "default",
			"recording_group": {"all_supported": true, "include_global_resource_types": true},
		},
	],
	"statuses": [{"name": "default", "recording": true, "last_status": "Success"}],
}

test_passes_when_recording if {
	recorder_on.pass with input as golden
	count(recorder_on.fail) == 0 with input as golden
}

test_passes_before_the_first_delivery if {
	resource := object.union(golden, {"statuses": [{"name": "default", "recording": true}]})
	recorder_on.pass with input as resource
	count(recorder_on.fail) == 0 with input as resource
}

test_fails_without_a_recorder if {
	resource := object.union(golden, {"recorders": [], "statuses": []})
	recorder_on.fail == {"the region has no recorder"} with input as resource
	not recorder_on.pass with input as resource
}

test_fails_when_stopped if {
	resource := object.union(golden, {"statuses": [{"name": "default", "recording": false, "last_status": "Success"}]})
	recorder_on.fail == {"the recorder default is stopped"} with input as resource
	not recorder_on.pass with input as resource
}

test_fails_when_it_fails if {
	resource := object.union(golden, {"statuses": [{"name": "default", "recording": true, "last_status": "Failure"}]})
	recorder_on.fail == {"the recorder default fails"} with input as resource
	not recorder_on.pass with input as resource
}
