package aws.s3.mfa_delete_test

import rego.v1

import data.aws.s3.mfa_delete

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"versioning": {"status": "Enabled", "mfa_delete": true},
}

test_passes_when_on if {
	mfa_delete.pass with input as golden
	count(mfa_delete.fail) == 0 with input as golden
	count(mfa_delete.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"versioning": {"mfa_delete": false}})
	mfa_delete.fail == {"MFA delete is off"} with input as resource
	not mfa_delete.pass with input as resource
	count(mfa_delete.not_applicable) == 0 with input as resource
}

test_not_applicable_without_versions if {
	resource := object.union(golden, {"versioning": {"status": "Suspended", "mfa_delete": false}})
	mfa_delete.not_applicable == {"the bucket is not versioned"} with input as resource
	not mfa_delete.pass with input as resource
	count(mfa_delete.fail) == 0 with input as resource
}
