package aws.cloudtrail.bucket_mfa_delete_test

import rego.v1

import data.aws.cloudtrail.bucket_mfa_delete

golden := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"kind": "aws.cloudtrail.trail",
	"source": "111122223333",
	"name": "main",
	"is_logging": true,
	"bucket": "acme-trail",
}

resources := {
	"aws.s3.bucket": [
		{
			"id": "arn:aws:s3:::acme-trail",
			"name": "acme-trail",
			"versioning": {"status": "Enabled", "mfa_delete": true},
			"object_lock": null,
		},
	],
}

test_passes_with_mfa_delete if {
	bucket_mfa_delete.pass with input as golden with data.resources as resources
	count(bucket_mfa_delete.fail) == 0 with input as golden with data.resources as resources
	count(bucket_mfa_delete.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_with_a_lock if {
	others := object.union(resources, {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-trail",
				"name": "acme-trail",
				"versioning": {"status": "Enabled", "mfa_delete": false},
				"object_lock": {"enabled": true, "mode": "COMPLIANCE", "days": 365, "years": null},
			},
		],
	})
	bucket_mfa_delete.pass with input as golden with data.resources as others
	count(bucket_mfa_delete.fail) == 0 with input as golden with data.resources as others
	count(bucket_mfa_delete.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_without if {
	others := object.union(resources, {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-trail",
				"name": "acme-trail",
				"versioning": {"status": "Enabled", "mfa_delete": false},
				"object_lock": null,
			},
		],
	})
	bucket_mfa_delete.fail == {"MFA delete is off for the bucket acme-trail"}
		with input as golden
		with data.resources as others
	not bucket_mfa_delete.pass with input as golden with data.resources as others
	count(bucket_mfa_delete.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_with_a_lock_that_can_be_lifted if {
	others := object.union(resources, {
		"aws.s3.bucket": [
			{
				"id": "arn:aws:s3:::acme-trail",
				"name": "acme-trail",
				"versioning": {"status": "Enabled", "mfa_delete": false},
				"object_lock": {"enabled": true, "mode": "GOVERNANCE", "days": 1, "years": null},
			},
		],
	})
	bucket_mfa_delete.fail == {"MFA delete is off for the bucket acme-trail"}
		with input as golden
		with data.resources as others
	not bucket_mfa_delete.pass with input as golden with data.resources as others
	count(bucket_mfa_delete.not_applicable) == 0 with input as golden with data.resources as others
}

test_undecided_for_a_bucket_of_another_account if {
	resource := object.union(golden, {"bucket": "elsewhere"})
	not bucket_mfa_delete.pass with input as resource with data.resources as resources
	count(bucket_mfa_delete.fail) == 0 with input as resource with data.resources as resources
	count(bucket_mfa_delete.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_stopped if {
	resource := object.union(golden, {"is_logging": false})
	bucket_mfa_delete.not_applicable == {"the trail is stopped"}
		with input as resource
		with data.resources as resources
	not bucket_mfa_delete.pass with input as resource with data.resources as resources
	count(bucket_mfa_delete.fail) == 0 with input as resource with data.resources as resources
}
