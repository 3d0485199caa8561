package aws.backup.recovery_point_encrypted_test

import rego.v1

import data.aws.backup.recovery_point_encrypted

golden := {
	"id": "arn:aws:backup:eu-central-1:111122223333:recovery-point:1",
	"kind": "aws.backup.recovery_point",
	"source": "111122223333",
	"is_encrypted": true,
}

test_passes_when_encrypted if {
	recovery_point_encrypted.pass with input as golden
	count(recovery_point_encrypted.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"is_encrypted": false})
	recovery_point_encrypted.fail == {"the copy is not encrypted"} with input as resource
	not recovery_point_encrypted.pass with input as resource
}
