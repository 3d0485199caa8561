package aws.ec2.snapshot_encrypted_test

import rego.v1

import data.aws.ec2.snapshot_encrypted

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-1",
	"kind": "aws.ec2.snapshot",
	"source": "111122223333",
	"encrypted": true,
}

test_passes_when_on if {
	snapshot_encrypted.pass with input as golden
	count(snapshot_encrypted.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"encrypted": false})
	snapshot_encrypted.fail == {"the snapshot is not encrypted"} with input as resource
	not snapshot_encrypted.pass with input as resource
}
