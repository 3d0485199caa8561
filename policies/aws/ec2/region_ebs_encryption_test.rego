package aws.ec2.region_ebs_encryption_test

import rego.v1

import data.aws.ec2.region_ebs_encryption

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.ec2.region",
	"source": "111122223333",
	"region": "eu-central-1",
	"ebs_encryption_by_default": true,
}

resources := {
	"aws.ec2.volume": [
		{"id": "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1", "region": "eu-central-1"},
	],
}

test_passes_when_on if {
	region_ebs_encryption.pass with input as golden with data.resources as resources
	count(region_ebs_encryption.fail) == 0 with input as golden with data.resources as resources
	count(region_ebs_encryption.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_when_off if {
	resource := object.union(golden, {"ebs_encryption_by_default": false})
	region_ebs_encryption.fail == {"new volumes are not encrypted by default"}
		with input as resource
		with data.resources as resources
	not region_ebs_encryption.pass with input as resource with data.resources as resources
	count(region_ebs_encryption.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_volumes if {
	resource := object.union(golden, {"region": "eu-west-1"})
	region_ebs_encryption.not_applicable == {"the region has no volumes"}
		with input as resource
		with data.resources as resources
	not region_ebs_encryption.pass with input as resource with data.resources as resources
	count(region_ebs_encryption.fail) == 0 with input as resource with data.resources as resources
}
