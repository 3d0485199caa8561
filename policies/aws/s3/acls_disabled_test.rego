package aws.s3.acls_disabled_test

import rego.v1

import data.aws.s3.acls_disabled

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"ownership": "BucketOwnerEnforced",
}

test_passes_when_enforced if {
	acls_disabled.pass with input as golden
	count(acls_disabled.fail) == 0 with input as golden
}

test_fails_without_controls if {
	resource := object.union(golden, {"ownership": null})
	acls_disabled.fail == {"the bucket has no ownership controls"} with input as resource
	not acls_disabled.pass with input as resource
}

test_fails_when_preferred if {
	resource := object.union(golden, {"ownership": "BucketOwnerPreferred"})
	acls_disabled.fail == {"object ownership is BucketOwnerPreferred"} with input as resource
	not acls_disabled.pass with input as resource
}

test_fails_when_the_writer_owns if {
	resource := object.union(golden, {"ownership": "ObjectWriter"})
	acls_disabled.fail == {"object ownership is ObjectWriter"} with input as resource
	not acls_disabled.pass with input as resource
}
