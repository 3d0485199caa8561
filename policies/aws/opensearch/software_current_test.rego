package aws.opensearch.software_current_test

import rego.v1

import data.aws.opensearch.software_current

golden := {
	"id": "arn:aws:es:eu-central-1:111122223333:domain/search",
	"kind": "aws.opensearch.domain",
	"source": "111122223333",
	"name": "search",
	"update_available": false,
}

test_passes_when_current if {
	software_current.pass with input as golden
	count(software_current.fail) == 0 with input as golden
}

test_fails_with_an_update if {
	resource := object.union(golden, {"update_available": true})
	software_current.fail == {"an update of the service software is waiting"} with input as resource
	not software_current.pass with input as resource
}

test_unknown_when_not_said if {
	resource := object.union(golden, {"update_available": null})
	not software_current.pass with input as resource
	count(software_current.fail) == 0 with input as resource
}
