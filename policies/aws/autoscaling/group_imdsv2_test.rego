package aws.autoscaling.group_imdsv2_test

import rego.v1

import data.aws.autoscaling.group_imdsv2

golden := {
	"id": "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:x:autoScalingGroupName/web",
	"kind": "aws.autoscaling.group",
	"source": "111122223333",
	"launch_configuration": "good",
}

resources := {
	"aws.autoscaling.launch_configuration": [
		{
			"id": "arn:aws:autoscaling:eu-central-1:111122223333:launchConfiguration:x:launchConfigurationName/good",
			"name": "good",
			"metadata_options": {"http_tokens": "required", "http_endpoint": "enabled"},
		},
		{
			"id": "arn:aws:autoscaling:eu-central-1:111122223333:launchConfiguration:x:launchConfigurationName/off",
			"name": "off",
			"metadata_options": {"http_endpoint": "disabled"},
		},
		{
			"id": "arn:aws:autoscaling:eu-central-1:111122223333:launchConfiguration:x:launchConfigurationName/bad",
			"name": "bad",
			"metadata_options": {"http_tokens": "optional", "http_endpoint": "enabled"},
		},
		{
			"id": "arn:aws:autoscaling:eu-central-1:111122223333:launchConfiguration:x:launchConfigurationName/none",
			"name": "none",
			"metadata_options": null,
		},
	],
}

test_passes_when_required if {
	group_imdsv2.pass with input as golden with data.resources as resources
	count(group_imdsv2.fail) == 0 with input as golden with data.resources as resources
	count(group_imdsv2.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_when_off if {
	resource := object.union(golden, {"launch_configuration": "off"})
	group_imdsv2.pass with input as resource with data.resources as resources
	count(group_imdsv2.fail) == 0 with input as resource with data.resources as resources
	count(group_imdsv2.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_optional if {
	resource := object.union(golden, {"launch_configuration": "bad"})
	group_imdsv2.fail == {"launch configuration bad does not ask for it"}
		with input as resource
		with data.resources as resources
	not group_imdsv2.pass with input as resource with data.resources as resources
	count(group_imdsv2.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_not_set if {
	resource := object.union(golden, {"launch_configuration": "none"})
	group_imdsv2.fail == {"launch configuration none sets nothing"}
		with input as resource
		with data.resources as resources
	not group_imdsv2.pass with input as resource with data.resources as resources
	count(group_imdsv2.not_applicable) == 0 with input as resource with data.resources as resources
}

test_undecided_when_it_is_not_known if {
	resource := object.union(golden, {"launch_configuration": "gone"})
	not group_imdsv2.pass with input as resource with data.resources as resources
	count(group_imdsv2.fail) == 0 with input as resource with data.resources as resources
	count(group_imdsv2.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_with_a_template if {
	resource := object.union(golden, {"launch_configuration": null})
	group_imdsv2.not_applicable == {"it has no launch configuration"}
		with input as resource
		with data.resources as resources
	not group_imdsv2.pass with input as resource with data.resources as resources
	count(group_imdsv2.fail) == 0 with input as resource with data.resources as resources
}
