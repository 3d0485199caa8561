package aws.s3.no_public_write_test

import rego.v1

import data.aws.s3.no_public_write

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"policy": null,
	"acl": {
		"owner_id": "o1",
		"grants": [{"grantee": "o1", "type": "CanonicalUser", "permission": "FULL_CONTROL"}],
	},
}

anyone := {
	"Effect": "Allow",
	"Principal": {"AWS": ["*"]},
	"Action": ["s3:GetObject"],
	"Resource": ["arn:aws:s3:::acme-data/*"],
}

uploads := object.union(anyone, {"Action": ["s3:PutObject"]})

in_the_organisation := object.union(uploads, {"Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}})

reading := {
	"grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
	"type": "Group",
	"permission": "READ",
}

changing := {
	"grantee": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
	"type": "Group",
	"permission": "WRITE_ACP",
}

test_passes_without_policy if {
	no_public_write.pass with input as golden
	count(no_public_write.fail) == 0 with input as golden
}

test_passes_with_public_reading if {
	resource := object.union(golden, {"policy": {"Statement": [anyone]}, "acl": {"grants": [reading]}})
	no_public_write.pass with input as resource
	count(no_public_write.fail) == 0 with input as resource
}

test_passes_within_the_organisation if {
	resource := object.union(golden, {"policy": {"Statement": [in_the_organisation]}})
	no_public_write.pass with input as resource
	count(no_public_write.fail) == 0 with input as resource
}

test_fails_with_public_uploads if {
	resource := object.union(golden, {"policy": {"Statement": [uploads]}})
	no_public_write.fail == {"statement 1 of the bucket policy lets anyone call s3:putobject"}
		with input as resource
	not no_public_write.pass with input as resource
}

test_fails_with_a_pattern if {
	resource := object.union(golden, {"policy": {"Statement": [anyone, object.union(anyone, {"Action": ["s3:DeleteO*"]})]}})
	no_public_write.fail == {"statement 2 of the bucket policy lets anyone call s3:deleteobject", "statement 2 of the bucket policy lets anyone call s3:deleteobjectversion"}
		with input as resource
	not no_public_write.pass with input as resource
}

test_fails_with_a_grant if {
	resource := object.union(golden, {"acl": {"grants": [changing]}})
	no_public_write.fail == {"the access control list grants WRITE_ACP to http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}
		with input as resource
	not no_public_write.pass with input as resource
}
