package aws.neptune.iam_authentication_test

import rego.v1

import data.aws.neptune.iam_authentication

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:graph",
	"kind": "aws.neptune.cluster",
	"source": "111122223333",
	"name": "graph",
	"iam_authentication": true,
}

test_passes_when_so if {
	iam_authentication.pass with input as golden
	count(iam_authentication.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"iam_authentication": false})
	iam_authentication.fail == {"IAM authentication is off"} with input as resource
	not iam_authentication.pass with input as resource
}
