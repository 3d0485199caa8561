package aws.s3.versioning_test

import rego.v1

import data.aws.s3.versioning

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"versioning": {"status": "Enabled", "mfa_delete": false},
}

test_passes_when_enabled if {
	versioning.pass with input as golden
	count(versioning.fail) == 0 with input as golden
}

test_fails_when_suspended if {
	resource := object.union(golden, {"versioning": {"status": "Suspended"}})
	versioning.fail == {"versioning is suspended"} with input as resource
	not versioning.pass with input as resource
}

test_fails_when_never_on if {
	resource := object.union(golden, {"versioning": {"status": "Never"}})
	versioning.fail == {"versioning was never turned on"} with input as resource
	not versioning.pass with input as resource
}
