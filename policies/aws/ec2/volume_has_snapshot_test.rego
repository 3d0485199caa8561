package aws.ec2.volume_has_snapshot_test

import rego.v1

import data.aws.ec2.volume_has_snapshot

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1",
	"kind": "aws.ec2.volume",
	"source": "111122223333",
	"volume_id": "vol-1",
}

resources := {
	"aws.ec2.snapshot": [
		{"id": "arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-1", "volume_id": "vol-1"},
	],
}

test_passes_with_one if {
	volume_has_snapshot.pass with input as golden with data.resources as resources
	count(volume_has_snapshot.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	resource := object.union(golden, {"volume_id": "vol-2"})
	volume_has_snapshot.fail == {"there is no snapshot of it"}
		with input as resource
		with data.resources as resources
	not volume_has_snapshot.pass with input as resource with data.resources as resources
}

test_fails_without_any if {
	others := object.union(resources, {"aws.ec2.snapshot": []})
	volume_has_snapshot.fail == {"there is no snapshot of it"}
		with input as golden
		with data.resources as others
	not volume_has_snapshot.pass with input as golden with data.resources as others
}
