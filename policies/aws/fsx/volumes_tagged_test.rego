package aws.fsx.volumes_tagged_test

import rego.v1

import data.aws.fsx.volumes_tagged

golden := {
	"id": "arn:aws:fsx:eu-central-1:111122223333:file-system/fs-1",
	"kind": "aws.fsx.file_system",
	"source": "111122223333",
	"name": "fs-1",
	"type": "OPENZFS",
	"openzfs_copy_tags_to_volumes": true,
}

test_passes_when_copied if {
	volumes_tagged.pass with input as golden
	count(volumes_tagged.fail) == 0 with input as golden
	count(volumes_tagged.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"openzfs_copy_tags_to_volumes": false})
	volumes_tagged.fail == {"its tags are not copied to volumes"} with input as resource
	not volumes_tagged.pass with input as resource
	count(volumes_tagged.not_applicable) == 0 with input as resource
}

test_not_applicable_to_others if {
	resource := object.union(golden, {"type": "WINDOWS", "openzfs_copy_tags_to_volumes": false})
	volumes_tagged.not_applicable == {"a file system of type WINDOWS has no such setting"}
		with input as resource
	not volumes_tagged.pass with input as resource
	count(volumes_tagged.fail) == 0 with input as resource
}
