package aws.ec2.region_imds_default_test

import rego.v1

import data.aws.ec2.region_imds_default

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.ec2.region",
	"source": "111122223333",
	"region": "eu-central-1",
	"default_http_tokens": "required",
}

resources := {
	"aws.ec2.instance": [
		{"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1", "region": "eu-central-1"},
	],
}

test_passes_when_required if {
	region_imds_default.pass with input as golden with data.resources as resources
	count(region_imds_default.fail) == 0 with input as golden with data.resources as resources
	count(region_imds_default.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without_a_default if {
	resource := object.union(golden, {"default_http_tokens": null})
	region_imds_default.fail == {"no default is set for new instances"}
		with input as resource
		with data.resources as resources
	not region_imds_default.pass with input as resource with data.resources as resources
	count(region_imds_default.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_optional if {
	resource := object.union(golden, {"default_http_tokens": "optional"})
	region_imds_default.fail == {"the default for new instances is optional"}
		with input as resource
		with data.resources as resources
	not region_imds_default.pass with input as resource with data.resources as resources
	count(region_imds_default.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_instances if {
	resource := object.union(golden, {"region": "eu-west-1"})
	region_imds_default.not_applicable == {"the region has no instances"}
		with input as resource
		with data.resources as resources
	not region_imds_default.pass with input as resource with data.resources as resources
	count(region_imds_default.fail) == 0 with input as resource with data.resources as resources
}
