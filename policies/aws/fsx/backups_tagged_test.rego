package aws.fsx.backups_tagged_test

import rego.v1

import data.aws.fsx.backups_tagged

golden := {
	"id": "arn:aws:fsx:eu-central-1:111122223333:file-system/fs-1",
	"kind": "aws.fsx.file_system",
	"source": "111122223333",
	"name": "fs-1",
	"type": "WINDOWS",
	"lustre_deployment": null,
	"windows_copy_tags_to_backups": true,
	"lustre_copy_tags_to_backups": false,
	"openzfs_copy_tags_to_backups": false,
}

test_passes_when_copied if {
	backups_tagged.pass with input as golden
	count(backups_tagged.fail) == 0 with input as golden
	count(backups_tagged.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"windows_copy_tags_to_backups": false})
	backups_tagged.fail == {"its tags are not copied to backups"} with input as resource
	not backups_tagged.pass with input as resource
	count(backups_tagged.not_applicable) == 0 with input as resource
}

test_passes_with_lustre if {
	resource := object.union(golden, {
		"type": "LUSTRE",
		"lustre_deployment": "PERSISTENT_2",
		"lustre_copy_tags_to_backups": true,
		"windows_copy_tags_to_backups": false,
	})
	backups_tagged.pass with input as resource
	count(backups_tagged.fail) == 0 with input as resource
	count(backups_tagged.not_applicable) == 0 with input as resource
}

test_fails_with_lustre if {
	resource := object.union(golden, {"type": "LUSTRE", "lustre_deployment": "PERSISTENT_2", "windows_copy_tags_to_backups": false})
	backups_tagged.fail == {"its tags are not copied to backups"} with input as resource
	not backups_tagged.pass with input as resource
	count(backups_tagged.not_applicable) == 0 with input as resource
}

test_fails_with_openzfs if {
	resource := object.union(golden, {"type": "OPENZFS", "windows_copy_tags_to_backups": false})
	backups_tagged.fail == {"its tags are not copied to backups"} with input as resource
	not backups_tagged.pass with input as resource
	count(backups_tagged.not_applicable) == 0 with input as resource
}

test_not_applicable_to_scratch if {
	resource := object.union(golden, {"type": "LUSTRE", "lustre_deployment": "SCRATCH_2"})
	backups_tagged.not_applicable == {"a scratch file system has no backups"} with input as resource
	not backups_tagged.pass with input as resource
	count(backups_tagged.fail) == 0 with input as resource
}

test_not_applicable_to_ontap if {
	resource := object.union(golden, {"type": "ONTAP"})
	backups_tagged.not_applicable == {"a file system of type ONTAP has no such setting"} with input as resource
	not backups_tagged.pass with input as resource
	count(backups_tagged.fail) == 0 with input as resource
}
