package aws.kms.rotated_test

import rego.v1

import data.aws.kms.rotated

golden := {
	"id": "arn:aws:kms:eu-central-1:111122223333:key/1",
	"kind": "aws.kms.key",
	"source": "111122223333",
	"manager": "CUSTOMER",
	"state": "Enabled",
	"spec": "SYMMETRIC_DEFAULT",
	"rotation_enabled": true,
}

test_passes_when_rotated if {
	rotated.pass with input as golden
	count(rotated.fail) == 0 with input as golden
	count(rotated.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"rotation_enabled": false})
	rotated.fail == {"the key is not rotated"} with input as resource
	not rotated.pass with input as resource
	count(rotated.not_applicable) == 0 with input as resource
}

test_not_applicable_for_asymmetric_keys if {
	resource := object.union(golden, {"spec": "RSA_2048", "rotation_enabled": null})
	rotated.not_applicable == {"KMS does not rotate keys of this kind: RSA_2048"} with input as resource
	not rotated.pass with input as resource
	count(rotated.fail) == 0 with input as resource
}

test_not_applicable_for_imported_keys if {
	resource := object.union(golden, {"rotation_enabled": null})
	rotated.not_applicable == {"KMS does not rotate keys that are imported or in another store"}
		with input as resource
	not rotated.pass with input as resource
	count(rotated.fail) == 0 with input as resource
}

test_not_applicable_for_keys_of_services if {
	resource := object.union(golden, {"manager": "AWS"})
	rotated.not_applicable == {"a service of AWS keeps the key"} with input as resource
	not rotated.pass with input as resource
	count(rotated.fail) == 0 with input as resource
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"state": "PendingDeletion"})
	rotated.not_applicable == {"the key is PendingDeletion"} with input as resource
	not rotated.pass with input as resource
	count(rotated.fail) == 0 with input as resource
}
