package aws.cloudtrail.bucket_not_public_test

import rego.v1

import data.aws.cloudtrail.bucket_not_public

golden := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"kind": "aws.cloudtrail.trail",
	"source": "111122223333",
	"name": "main",
	"bucket": "acme-trail",
}

resources := {
	"aws.s3.bucket": [
		{
			"id": "arn:aws:s3:::acme-trail",
			"name": "acme-trail",
			"acl": {"owner_id": "1", "grants": []},
			"policy_status": {"is_public": false},
			"public_access_block": null,
		},
	],
	"aws.s3.account": [{"id": "111122223333", "public_access_block": null}],
}

test_passes_when_closed if {
	bucket_not_public.pass with input as golden with data.resources as resources
	count(bucket_not_public.fail) == 0 with input as golden with data.resources as resources
}

test_passes_behind_the_block_of_the_account if {
	others := object.union(resources, {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-trail",
				"name": "acme-trail",
				"acl": {
					"owner_id": "1",
					"grants": [
						{
							"grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
							"type": "Group",
							"permission": "READ",
						},
					],
				},
				"policy_status": {"is_public": true},
				"public_access_block": null,
			},
		],
		"aws.s3.account": [
			{
				"id": "111122223333",
				"public_access_block": {
					"block_public_acls": true,
					"ignore_public_acls": true,
					"block_public_policy": true,
					"restrict_public_buckets": true,
				},
			},
		],
	})
	bucket_not_public.pass with input as golden with data.resources as others
	count(bucket_not_public.fail) == 0 with input as golden with data.resources as others
}

test_fails_with_a_public_list if {
	others := object.union(resources, {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-trail",
				"name": "acme-trail",
				"acl": {
					"owner_id": "1",
					"grants": [
						{
							"grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
							"type": "Group",
							"permission": "READ",
						},
					],
				},
				"policy_status": {"is_public": false},
				"public_access_block": null,
			},
		],
	})
	bucket_not_public.fail == {"the bucket acme-trail is public through its access control list"}
		with input as golden
		with data.resources as others
	not bucket_not_public.pass with input as golden with data.resources as others
}

test_fails_with_a_public_policy if {
	others := object.union(resources, {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-trail",
				"name": "acme-trail",
				"acl": {"owner_id": "1", "grants": []},
				"policy_status": {"is_public": true},
				"public_access_block": null,
			},
		],
	})
	bucket_not_public.fail == {"the bucket acme-trail is public through its policy"}
		with input as golden
		with data.resources as others
	not bucket_not_public.pass with input as golden with data.resources as others
}

test_undecided_for_a_bucket_of_another_account if {
	resource := object.union(golden, {"bucket": "elsewhere"})
	not bucket_not_public.pass with input as resource with data.resources as resources
	count(bucket_not_public.fail) == 0 with input as resource with data.resources as resources
}
