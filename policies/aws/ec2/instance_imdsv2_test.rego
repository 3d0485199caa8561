package aws.ec2.instance_imdsv2_test

import rego.v1

import data.aws.ec2.instance_imdsv2

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"state": "running",
	"metadata_options": {"http_tokens": "required", "http_endpoint": "enabled"},
}

test_passes_when_required if {
	instance_imdsv2.pass with input as golden
	count(instance_imdsv2.fail) == 0 with input as golden
	count(instance_imdsv2.not_applicable) == 0 with input as golden
}

test_passes_when_off if {
	resource := object.union(golden, {
		"metadata_options": {
			"http_tokens": "optional",
			"http_endpoint": "disabled",
		},
	})
	instance_imdsv2.pass with input as resource
	count(instance_imdsv2.fail) == 0 with input as resource
	count(instance_imdsv2.not_applicable) == 0 with input as resource
}

test_fails_when_optional if {
	resource := object.union(golden, {
		"metadata_options": {
			"http_tokens": "optional",
			"http_endpoint": "enabled",
		},
	})
	instance_imdsv2.fail == {"the first version of the metadata service is answered"} with input as resource
	not instance_imdsv2.pass with input as resource
	count(instance_imdsv2.not_applicable) == 0 with input as resource
}

test_fails_without_options if {
	resource := object.union(golden, {"metadata_options": null})
	instance_imdsv2.fail == {"no options of the metadata service are set"} with input as resource
	not instance_imdsv2.pass with input as resource
	count(instance_imdsv2.not_applicable) == 0 with input as resource
}

test_not_applicable_when_terminated if {
	resource := object.union(golden, {"state": "terminated"})
	instance_imdsv2.not_applicable == {"the instance is terminated"} with input as resource
	not instance_imdsv2.pass with input as resource
	count(instance_imdsv2.fail) == 0 with input as resource
}
