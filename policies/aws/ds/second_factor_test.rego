package aws.ds.second_factor_test

import rego.v1

import data.aws.ds.second_factor

golden := {
	"id": "arn:aws:ds:eu-central-1:111122223333:directory/d-1",
	"kind": "aws.ds.directory",
	"source": "111122223333",
	"name": "corp.example",
	"type": "MicrosoftAD",
	"radius_status": "Completed",
	"owner_radius_status": null,
}

test_passes_when_completed if {
	second_factor.pass with input as golden
	count(second_factor.fail) == 0 with input as golden
	count(second_factor.not_applicable) == 0 with input as golden
}

test_passes_with_that_of_the_owner if {
	resource := object.union(golden, {"type": "SharedMicrosoftAD", "radius_status": null, "owner_radius_status": "Completed"})
	second_factor.pass with input as resource
	count(second_factor.fail) == 0 with input as resource
	count(second_factor.not_applicable) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(golden, {"radius_status": null})
	second_factor.fail == {"no RADIUS server is set up"} with input as resource
	not second_factor.pass with input as resource
	count(second_factor.not_applicable) == 0 with input as resource
}

test_fails_when_it_failed if {
	resource := object.union(golden, {"radius_status": "Failed"})
	second_factor.fail == {"the RADIUS setting is Failed"} with input as resource
	not second_factor.pass with input as resource
	count(second_factor.not_applicable) == 0 with input as resource
}

test_not_applicable_to_simple_ad if {
	resource := object.union(golden, {"type": "SimpleAD", "radius_status": null})
	second_factor.not_applicable == {"Simple AD cannot ask for a second factor"} with input as resource
	not second_factor.pass with input as resource
	count(second_factor.fail) == 0 with input as resource
}
