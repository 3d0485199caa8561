package aws.s3.acl_owner_only_test

import rego.v1

import data.aws.s3.acl_owner_only

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"acl": {
		"owner_id": "o1",
		"grants": [
			{"grantee": "o1", "type": "CanonicalUser", "permission": "FULL_CONTROL"},
			{
				"grantee": "http://acs.amazonaws.com/groups/s3/LogDelivery",
				"type": "Group",
				"permission": "WRITE",
			},
		],
	},
}

params := {"allowed_grantees": ["http://acs.amazonaws.com/groups/s3/LogDelivery"]}

other := {"grantee": "o2", "type": "CanonicalUser", "permission": "READ"}

test_passes_with_the_owner_and_log_delivery if {
	acl_owner_only.pass with input as golden with data.params as params
	count(acl_owner_only.fail) == 0 with input as golden with data.params as params
}

test_passes_without_grants if {
	resource := object.union(golden, {"acl": {"grants": []}})
	acl_owner_only.pass with input as resource with data.params as params
	count(acl_owner_only.fail) == 0 with input as resource with data.params as params
}

test_fails_with_another_account if {
	resource := object.union(golden, {"acl": {"grants": [other]}})
	acl_owner_only.fail == {"READ is granted to o2"} with input as resource with data.params as params
	not acl_owner_only.pass with input as resource with data.params as params
}
