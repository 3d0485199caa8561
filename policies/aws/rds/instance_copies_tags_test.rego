package aws.rds.instance_copies_tags_test

import rego.v1

import data.aws.rds.instance_copies_tags

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"cluster": null,
	"copy_tags_to_snapshot": true,
}

test_passes_when_copied if {
	instance_copies_tags.pass with input as golden
	count(instance_copies_tags.fail) == 0 with input as golden
	count(instance_copies_tags.not_applicable) == 0 with input as golden
}

test_fails_when_not_copied if {
	resource := object.union(golden, {"copy_tags_to_snapshot": false})
	instance_copies_tags.fail == {"its tags are not copied to snapshots"} with input as resource
	not instance_copies_tags.pass with input as resource
	count(instance_copies_tags.not_applicable) == 0 with input as resource
}

test_not_applicable_in_a_cluster if {
	resource := object.union(golden, {"cluster": "shop", "copy_tags_to_snapshot": false})
	instance_copies_tags.not_applicable == {"snapshots are those of its cluster shop"} with input as resource
	not instance_copies_tags.pass with input as resource
	count(instance_copies_tags.fail) == 0 with input as resource
}
