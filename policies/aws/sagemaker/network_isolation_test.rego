package aws.sagemaker.network_isolation_test

import rego.v1

import data.aws.sagemaker.network_isolation

golden := {
	"id": "arn:aws:sagemaker:eu-central-1:111122223333:model/score",
	"kind": "aws.sagemaker.model",
	"source": "111122223333",
	"name": "score",
	"network_isolation": true,
}

test_passes_when_so if {
	network_isolation.pass with input as golden
	count(network_isolation.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"network_isolation": false})
	network_isolation.fail == {"its containers may call the network"} with input as resource
	not network_isolation.pass with input as resource
}
