package aws.neptune.snapshot_encrypted_test

import rego.v1

import data.aws.neptune.snapshot_encrypted

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster-snapshot:graph-1",
	"kind": "aws.neptune.cluster_snapshot",
	"source": "111122223333",
	"name": "graph-1",
	"storage_encrypted": true,
}

test_passes_when_so if {
	snapshot_encrypted.pass with input as golden
	count(snapshot_encrypted.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"storage_encrypted": false})
	snapshot_encrypted.fail == {"it is not encrypted"} with input as resource
	not snapshot_encrypted.pass with input as resource
}
