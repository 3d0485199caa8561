package aws.ec2.image_private_test

import rego.v1

import data.aws.ec2.image_private

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:image/ami-1",
	"kind": "aws.ec2.image",
	"source": "111122223333",
	"public": false,
}

test_passes_when_off if {
	image_private.pass with input as golden
	count(image_private.fail) == 0 with input as golden
}

test_fails_when_on if {
	resource := object.union(golden, {"public": true})
	image_private.fail == {"everybody may start the image"} with input as resource
	not image_private.pass with input as resource
}
