package aws.ec2.snapshot_private_test

import rego.v1

import data.aws.ec2.snapshot_private

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-1",
	"kind": "aws.ec2.snapshot",
	"source": "111122223333",
	"volume_permissions": [],
}

test_passes_when_not_shared if {
	snapshot_private.pass with input as golden
	count(snapshot_private.fail) == 0 with input as golden
}

test_passes_when_shared_with_an_account if {
	resource := object.union(golden, {"volume_permissions": [{"user_id": "444455556666"}]})
	snapshot_private.pass with input as resource
	count(snapshot_private.fail) == 0 with input as resource
}

test_fails_when_public if {
	resource := object.union(golden, {"volume_permissions": [{"user_id": "444455556666"}, {"group": "all"}]})
	snapshot_private.fail == {"everybody may make volumes of the snapshot"} with input as resource
	not snapshot_private.pass with input as resource
}
