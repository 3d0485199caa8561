package aws.rds.instance_encrypted_test

import rego.v1

import data.aws.rds.instance_encrypted

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"storage_encrypted": true,
}

test_passes_encrypted if {
	instance_encrypted.pass with input as golden
	count(instance_encrypted.fail) == 0 with input as golden
}

test_fails_in_the_clear if {
	resource := object.union(golden, {"storage_encrypted": false})
	instance_encrypted.fail == {"its storage is not encrypted"} with input as resource
	not instance_encrypted.pass with input as resource
}
