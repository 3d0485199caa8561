package aws.rds.cluster_encrypted_test

import rego.v1

import data.aws.rds.cluster_encrypted

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
	"kind": "aws.rds.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "shop",
	"storage_encrypted": true,
}

test_passes_encrypted if {
	cluster_encrypted.pass with input as golden
	count(cluster_encrypted.fail) == 0 with input as golden
}

test_fails_in_the_clear if {
	resource := object.union(golden, {"storage_encrypted": false})
	cluster_encrypted.fail == {"its storage is not encrypted"} with input as resource
	not cluster_encrypted.pass with input as resource
}
