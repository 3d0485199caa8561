package aws.ec2.region_image_block_test

import rego.v1

import data.aws.ec2.region_image_block

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.ec2.region",
	"source": "111122223333",
	"region": "eu-central-1",
	"image_block_public_access": "block-new-sharing",
}

resources := {
	"aws.ec2.image": [
		{"id": "arn:aws:ec2:eu-central-1:111122223333:image/ami-1", "region": "eu-central-1"},
	],
}

test_passes_when_blocked if {
	region_image_block.pass with input as golden with data.resources as resources
	count(region_image_block.fail) == 0 with input as golden with data.resources as resources
	count(region_image_block.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_not if {
	resource := object.union(golden, {"image_block_public_access": "unblocked"})
	region_image_block.fail == {"public sharing of images is unblocked"}
		with input as resource
		with data.resources as resources
	not region_image_block.pass with input as resource with data.resources as resources
	count(region_image_block.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_images if {
	resource := object.union(golden, {"region": "eu-west-1"})
	region_image_block.not_applicable == {"the region has no images of the account"}
		with input as resource
		with data.resources as resources
	not region_image_block.pass with input as resource with data.resources as resources
	count(region_image_block.fail) == 0 with input as resource with data.resources as resources
}
