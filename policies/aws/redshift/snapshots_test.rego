package aws.redshift.snapshots_test

import rego.v1

import data.aws.redshift.snapshots

golden := {
	"id": "arn:aws:redshift:eu-central-1:111122223333:cluster:facts",
	"kind": "aws.redshift.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "facts",
	"snapshot_retention_days": 7,
}

params := {"min_retention_days": 1}

test_passes_at_the_limit if {
	resource := object.union(golden, {"snapshot_retention_days": 1})
	snapshots.pass with input as resource with data.params as params
	count(snapshots.fail) == 0 with input as resource with data.params as params
}

test_fails_without if {
	resource := object.union(golden, {"snapshot_retention_days": 0})
	snapshots.fail == {"automated snapshots are kept for 0 days"}
		with input as resource
		with data.params as params
	not snapshots.pass with input as resource with data.params as params
}

test_fails_below_the_limit if {
	resource := object.union(golden, {"snapshot_retention_days": 6})
	snapshots.fail == {"automated snapshots are kept for 6 days"}
		with input as resource
		with data.params as {"min_retention_days": 7}
	not snapshots.pass with input as resource with data.params as {"min_retention_days": 7}
}

test_unknown_without_a_number if {
	resource := object.union(golden, {"snapshot_retention_days": null})
	not snapshots.pass with input as resource with data.params as params
	count(snapshots.fail) == 0 with input as resource with data.params as params
}
