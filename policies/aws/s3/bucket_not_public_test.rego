package aws.s3.bucket_not_public_test

import rego.v1

import data.aws.s3.bucket_not_public

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"public_access_block": null,
	"policy_status": null,
	"acl": {
		"owner_id": "o1",
		"grants": [{"grantee": "o1", "type": "CanonicalUser", "permission": "FULL_CONTROL"}],
	},
	"tags": {},
}

params := {"approval_tag": "public-approved"}

all_on := {
	"block_public_acls": true,
	"ignore_public_acls": true,
	"block_public_policy": true,
	"restrict_public_buckets": true,
}

acls_ignored := object.union(all_on, {"restrict_public_buckets": false, "block_public_policy": false})

everyone := {
	"grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
	"type": "Group",
	"permission": "READ",
}

any_account := {
	"grantee": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
	"type": "Group",
	"permission": "WRITE",
}

by_policy := {"policy_status": {"is_public": true}}

by_acl := {"acl": {"owner_id": "o1", "grants": [everyone]}}

resources := {"aws.s3.account": [{"id": "111122223333", "public_access_block": null}]}

test_passes_when_private if {
	bucket_not_public.pass with input as golden with data.params as params with data.resources as resources
	count(bucket_not_public.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_with_a_private_policy if {
	resource := object.union(golden, {"policy_status": {"is_public": false}})
	bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
	count(bucket_not_public.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_passes_when_the_bucket_blocks if {
	resource := object.union(object.union(golden, {"public_access_block": all_on}), by_policy)
	bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
	count(bucket_not_public.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_passes_when_the_account_blocks if {
	resource := object.union(object.union(golden, by_acl), by_policy)
	bucket_not_public.pass
		with input as resource
		with data.params as params
		with data.resources as {"aws.s3.account": [{"id": "111122223333", "public_access_block": all_on}]}
	count(bucket_not_public.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as {"aws.s3.account": [{"id": "111122223333", "public_access_block": all_on}]}
}

test_passes_when_the_two_blocks_add_up if {
	resource := object.union(object.union(golden, {"public_access_block": acls_ignored}), object.union(by_acl, by_policy))
	bucket_not_public.pass
		with input as resource
		with data.params as params
		with data.resources as {"aws.s3.account": [{"id": "111122223333", "public_access_block": {"restrict_public_buckets": true}}]}
	count(bucket_not_public.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as {"aws.s3.account": [{"id": "111122223333", "public_access_block": {"restrict_public_buckets": true}}]}
}

test_passes_when_approved if {
	resource := object.union(golden, {"tags": {"public-approved": "website"}, "policy_status": {"is_public": true}})
	bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
	count(bucket_not_public.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_by_its_policy if {
	resource := object.union(golden, by_policy)
	bucket_not_public.fail == {"the bucket policy is public"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
}

test_fails_by_a_grant_to_everyone if {
	resource := object.union(golden, by_acl)
	bucket_not_public.fail == {"the access control list grants READ to http://acs.amazonaws.com/groups/global/AllUsers"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
}

test_fails_by_a_grant_to_any_account if {
	resource := object.union(golden, {"acl": {"owner_id": "o1", "grants": [any_account]}})
	bucket_not_public.fail == {"the access control list grants WRITE to http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
}

test_fails_when_the_block_leaves_policies_open if {
	resource := object.union(object.union(golden, {"public_access_block": acls_ignored}), object.union(by_acl, by_policy))
	bucket_not_public.fail == {"the bucket policy is public"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
}

test_fails_with_another_tag if {
	resource := object.union(object.union(golden, by_policy), {"tags": {"public": "yes"}})
	bucket_not_public.fail == {"the bucket policy is public"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not bucket_not_public.pass with input as resource with data.params as params with data.resources as resources
}

test_undecided_without_the_account if {
	not bucket_not_public.pass
		with input as golden
		with data.params as params
		with data.resources as {"aws.s3.account": []}
	count(bucket_not_public.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as {"aws.s3.account": []}
}
