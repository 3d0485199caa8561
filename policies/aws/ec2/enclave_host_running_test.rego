package aws.ec2.enclave_host_running_test

import rego.v1

import data.aws.ec2.enclave_host_running

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"enclaves_enabled": true,
	"state": "running",
}

test_passes_when_running if {
	enclave_host_running.pass with input as golden
	count(enclave_host_running.fail) == 0 with input as golden
	count(enclave_host_running.not_applicable) == 0 with input as golden
}

test_passes_while_it_starts if {
	resource := object.union(golden, {"state": "pending"})
	enclave_host_running.pass with input as resource
	count(enclave_host_running.fail) == 0 with input as resource
	count(enclave_host_running.not_applicable) == 0 with input as resource
}

test_fails_when_stopped if {
	resource := object.union(golden, {"state": "stopped"})
	enclave_host_running.fail == {"the instance is stopped"} with input as resource
	not enclave_host_running.pass with input as resource
	count(enclave_host_running.not_applicable) == 0 with input as resource
}

test_fails_when_terminated if {
	resource := object.union(golden, {"state": "terminated"})
	enclave_host_running.fail == {"the instance is terminated"} with input as resource
	not enclave_host_running.pass with input as resource
	count(enclave_host_running.not_applicable) == 0 with input as resource
}

test_not_applicable_without_enclaves if {
	resource := object.union(golden, {"enclaves_enabled": false})
	enclave_host_running.not_applicable == {"the instance runs no enclaves"} with input as resource
	not enclave_host_running.pass with input as resource
	count(enclave_host_running.fail) == 0 with input as resource
}
