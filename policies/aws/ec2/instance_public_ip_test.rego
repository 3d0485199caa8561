package aws.ec2.instance_public_ip_test

import rego.v1

import data.aws.ec2.instance_public_ip

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"state": "running",
	"public_ip_address": null,
}

test_passes_without_one if {
	instance_public_ip.pass with input as golden
	count(instance_public_ip.fail) == 0 with input as golden
	count(instance_public_ip.not_applicable) == 0 with input as golden
}

test_fails_with_one if {
	resource := object.union(golden, {"public_ip_address": "198.51.100.7"})
	instance_public_ip.fail == {"it has the public address 198.51.100.7"} with input as resource
	not instance_public_ip.pass with input as resource
	count(instance_public_ip.not_applicable) == 0 with input as resource
}

test_not_applicable_when_terminated if {
	resource := object.union(golden, {"state": "terminated"})
	instance_public_ip.not_applicable == {"the instance is terminated"} with input as resource
	not instance_public_ip.pass with input as resource
	count(instance_public_ip.fail) == 0 with input as resource
}
