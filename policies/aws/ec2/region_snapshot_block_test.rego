package aws.ec2.region_snapshot_block_test

import rego.v1

import data.aws.ec2.region_snapshot_block

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.ec2.region",
	"source": "111122223333",
	"region": "eu-central-1",
	"snapshot_block_public_access": "block-all-sharing",
}

resources := {
	"aws.ec2.snapshot": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-1",
			"region": "eu-central-1",
		},
	],
}

test_passes_when_all_are_blocked if {
	region_snapshot_block.pass with input as golden with data.resources as resources
	count(region_snapshot_block.fail) == 0 with input as golden with data.resources as resources
	count(region_snapshot_block.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_new_ones_are if {
	resource := object.union(golden, {"snapshot_block_public_access": "block-new-sharing"})
	region_snapshot_block.fail == {"public access is blocked for new snapshots only"}
		with input as resource
		with data.resources as resources
	not region_snapshot_block.pass with input as resource with data.resources as resources
	count(region_snapshot_block.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_none_are if {
	resource := object.union(golden, {"snapshot_block_public_access": "unblocked"})
	region_snapshot_block.fail == {"public access to snapshots is not blocked"}
		with input as resource
		with data.resources as resources
	not region_snapshot_block.pass with input as resource with data.resources as resources
	count(region_snapshot_block.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_snapshots if {
	resource := object.union(golden, {"region": "eu-west-1", "snapshot_block_public_access": "unblocked"})
	region_snapshot_block.not_applicable == {"the region has no snapshots"}
		with input as resource
		with data.resources as resources
	not region_snapshot_block.pass with input as resource with data.resources as resources
	count(region_snapshot_block.fail) == 0 with input as resource with data.resources as resources
}
