package aws.ec2.volume_encrypted_test

import rego.v1

import data.aws.ec2.volume_encrypted

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1",
	"kind": "aws.ec2.volume",
	"source": "111122223333",
	"encrypted": true,
}

test_passes_when_on if {
	volume_encrypted.pass with input as golden
	count(volume_encrypted.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"encrypted": false})
	volume_encrypted.fail == {"the volume is not encrypted"} with input as resource
	not volume_encrypted.pass with input as resource
}
