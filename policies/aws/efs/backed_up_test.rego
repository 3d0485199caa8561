package aws.efs.backed_up_test

import rego.v1

import data.aws.efs.backed_up

golden := {
	"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1",
	"kind": "aws.efs.file_system",
	"source": "111122223333",
	"name": "home",
	"backup_policy": "ENABLED",
}

test_passes_when_on if {
	backed_up.pass with input as golden
	count(backed_up.fail) == 0 with input as golden
}

test_passes_while_they_are_turned_on if {
	resource := object.union(golden, {"backup_policy": "ENABLING"})
	backed_up.pass with input as resource
	count(backed_up.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"backup_policy": "DISABLED"})
	backed_up.fail == {"automatic backups are DISABLED"} with input as resource
	not backed_up.pass with input as resource
}

test_fails_without_a_policy if {
	resource := object.union(golden, {"backup_policy": null})
	backed_up.fail == {"automatic backups are not set"} with input as resource
	not backed_up.pass with input as resource
}
