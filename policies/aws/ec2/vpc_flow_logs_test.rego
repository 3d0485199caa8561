package aws.ec2.vpc_flow_logs_test

import rego.v1

import data.aws.ec2.vpc_flow_logs

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1",
	"kind": "aws.ec2.vpc",
	"source": "111122223333",
	"vpc_id": "vpc-1",
}

resources := {
	"aws.ec2.network_interface": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-1",
			"vpc_id": "vpc-1",
			"subnet_id": "subnet-1",
		},
	],
	"aws.ec2.flow_log": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/fl-1",
			"resource_id": "vpc-1",
			"status": "ACTIVE",
		},
	],
}

test_passes_when_logged if {
	vpc_flow_logs.pass with input as golden with data.resources as resources
	count(vpc_flow_logs.fail) == 0 with input as golden with data.resources as resources
	count(vpc_flow_logs.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without_a_log if {
	others := object.union(resources, {"aws.ec2.flow_log": []})
	vpc_flow_logs.fail == {"it has no flow log"} with input as golden with data.resources as others
	not vpc_flow_logs.pass with input as golden with data.resources as others
	count(vpc_flow_logs.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_with_a_broken_log if {
	others := object.union(resources, {
		"aws.ec2.flow_log": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/fl-1",
				"resource_id": "vpc-1",
				"status": "FAILED",
			},
		],
	})
	vpc_flow_logs.fail == {"its flow log is not active"} with input as golden with data.resources as others
	not vpc_flow_logs.pass with input as golden with data.resources as others
	count(vpc_flow_logs.not_applicable) == 0 with input as golden with data.resources as others
}

test_not_applicable_when_unused if {
	resource := object.union(golden, {"vpc_id": "vpc-9"})
	vpc_flow_logs.not_applicable == {"nothing is connected to it"}
		with input as resource
		with data.resources as resources
	not vpc_flow_logs.pass with input as resource with data.resources as resources
	count(vpc_flow_logs.fail) == 0 with input as resource with data.resources as resources
}
