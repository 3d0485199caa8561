package aws.secretsmanager.rotation_on_test

import rego.v1

import data.aws.secretsmanager.rotation_on

golden := {
	"id": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
	"kind": "aws.secretsmanager.secret",
	"source": "111122223333",
	"name": "db",
	"rotation_enabled": true,
}

test_passes_when_on if {
	rotation_on.pass with input as golden
	count(rotation_on.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"rotation_enabled": false})
	rotation_on.fail == {"the secret is not rotated automatically"} with input as resource
	not rotation_on.pass with input as resource
}
