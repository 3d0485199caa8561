package aws.ec2.instance_monitored_test

import rego.v1

import data.aws.ec2.instance_monitored

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"state": "running",
	"monitoring": "enabled",
}

test_passes_when_on if {
	instance_monitored.pass with input as golden
	count(instance_monitored.fail) == 0 with input as golden
	count(instance_monitored.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"monitoring": "disabled"})
	instance_monitored.fail == {"detailed monitoring is off"} with input as resource
	not instance_monitored.pass with input as resource
	count(instance_monitored.not_applicable) == 0 with input as resource
}

test_fails_while_it_starts if {
	resource := object.union(golden, {"monitoring": "pending"})
	instance_monitored.fail == {"detailed monitoring is off"} with input as resource
	not instance_monitored.pass with input as resource
	count(instance_monitored.not_applicable) == 0 with input as resource
}

test_fails_when_not_told if {
	resource := object.union(golden, {"monitoring": null})
	instance_monitored.fail == {"detailed monitoring is off"} with input as resource
	not instance_monitored.pass with input as resource
	count(instance_monitored.not_applicable) == 0 with input as resource
}

test_not_applicable_when_terminated if {
	resource := object.union(golden, {"state": "terminated", "monitoring": "disabled"})
	instance_monitored.not_applicable == {"the instance is terminated"} with input as resource
	not instance_monitored.pass with input as resource
	count(instance_monitored.fail) == 0 with input as resource
}
