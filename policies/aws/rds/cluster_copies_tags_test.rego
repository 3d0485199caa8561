package aws.rds.cluster_copies_tags_test

import rego.v1

import data.aws.rds.cluster_copies_tags

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
	"kind": "aws.rds.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "shop",
	"copy_tags_to_snapshot": true,
}

test_passes_when_copied if {
	cluster_copies_tags.pass with input as golden
	count(cluster_copies_tags.fail) == 0 with input as golden
}

test_fails_when_not_copied if {
	resource := object.union(golden, {"copy_tags_to_snapshot": false})
	cluster_copies_tags.fail == {"its tags are not copied to snapshots"} with input as resource
	not cluster_copies_tags.pass with input as resource
}
