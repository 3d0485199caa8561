package aws.ec2.instance_managed_test

import rego.v1

import data.aws.ec2.instance_managed

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"instance_id": "i-1",
	"state": "running",
}

resources := {"aws.ssm.instance": [{"id": "m", "instance_id": "i-1"}]}

test_passes_when_known if {
	instance_managed.pass with input as golden with data.resources as resources
	count(instance_managed.fail) == 0 with input as golden with data.resources as resources
	count(instance_managed.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_not if {
	resource := object.union(golden, {"instance_id": "i-2"})
	instance_managed.fail == {"Systems Manager does not know the instance"}
		with input as resource
		with data.resources as resources
	not instance_managed.pass with input as resource with data.resources as resources
	count(instance_managed.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_stopped if {
	resource := object.union(golden, {"instance_id": "i-2", "state": "stopped"})
	instance_managed.not_applicable == {"the instance is stopped"}
		with input as resource
		with data.resources as resources
	not instance_managed.pass with input as resource with data.resources as resources
	count(instance_managed.fail) == 0 with input as resource with data.resources as resources
}
