package aws.neptune.copies_tags_test

import rego.v1

import data.aws.neptune.copies_tags

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:graph",
	"kind": "aws.neptune.cluster",
	"source": "111122223333",
	"name": "graph",
	"copy_tags_to_snapshot": true,
}

test_passes_when_so if {
	copies_tags.pass with input as golden
	count(copies_tags.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"copy_tags_to_snapshot": false})
	copies_tags.fail == {"its tags are not copied to snapshots"} with input as resource
	not copies_tags.pass with input as resource
}
