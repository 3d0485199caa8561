package aws.inspector2.enabled_test

import rego.v1

import data.aws.inspector2.enabled

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.inspector2.region",
	"source": "111122223333",
	"states": ["ENABLED"],
	"resource_states": [{"ec2": {"status": "ENABLED"}, "ecr": {"status": "ENABLED"}, "lambda": {"status": "DISABLED"}}],
}

params := {"resource_types": ["ec2", "ecr"]}

test_passes_when_on if {
	enabled.pass with input as golden with data.params as params
	count(enabled.fail) == 0 with input as golden with data.params as params
}

test_fails_when_off if {
	resource := object.union(golden, {
		"states": ["DISABLED"],
		"resource_states": [{"ec2": {"status": "DISABLED"}, "ecr": {"status": "DISABLED"}}],
	})
	enabled.fail == {"Inspector is off"} with input as resource with data.params as params
	not enabled.pass with input as resource with data.params as params
}

test_undecided_when_nothing_is_told if {
	resource := object.union(golden, {"states": [], "resource_states": []})
	not enabled.pass with input as resource with data.params as params
	count(enabled.fail) == 0 with input as resource with data.params as params
}

test_fails_in_part if {
	resource := object.union(golden, {"resource_states": [{"ec2": {"status": "ENABLED"}, "ecr": {"status": "DISABLED"}}]})
	enabled.fail == {"ecr is not scanned"} with input as resource with data.params as params
	not enabled.pass with input as resource with data.params as params
}

test_passes_with_less_asked if {
	resource := object.union(golden, {"resource_states": [{"ec2": {"status": "ENABLED"}}]})
	enabled.pass with input as resource with data.params as object.union(params, {"resource_types": ["ec2"]})
	count(enabled.fail) == 0
		with input as resource
		with data.params as object.union(params, {"resource_types": ["ec2"]})
}
