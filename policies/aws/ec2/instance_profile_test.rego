package aws.ec2.instance_profile_test

import rego.v1

import data.aws.ec2.instance_profile

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"state": "running",
	"instance_profile": "arn:aws:iam::111122223333:instance-profile/web",
}

test_passes_with_a_profile if {
	instance_profile.pass with input as golden
	count(instance_profile.fail) == 0 with input as golden
	count(instance_profile.not_applicable) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"instance_profile": null})
	instance_profile.fail == {"no instance profile is attached"} with input as resource
	not instance_profile.pass with input as resource
	count(instance_profile.not_applicable) == 0 with input as resource
}

test_not_applicable_when_terminated if {
	resource := object.union(golden, {"state": "terminated", "instance_profile": null})
	instance_profile.not_applicable == {"the instance is terminated"} with input as resource
	not instance_profile.pass with input as resource
	count(instance_profile.fail) == 0 with input as resource
}
