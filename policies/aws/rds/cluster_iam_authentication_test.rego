package aws.rds.cluster_iam_authentication_test

import rego.v1

import data.aws.rds.cluster_iam_authentication

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
	"kind": "aws.rds.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "shop",
	"iam_authentication": true,
}

test_passes_when_on if {
	cluster_iam_authentication.pass with input as golden
	count(cluster_iam_authentication.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"iam_authentication": false})
	cluster_iam_authentication.fail == {"IAM authentication is off"} with input as resource
	not cluster_iam_authentication.pass with input as resource
}
