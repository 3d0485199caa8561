package aws.cloudtrail.bucket_logged_test

import rego.v1

import data.aws.cloudtrail.bucket_logged

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
			"logging": {"target_bucket": "acme-logs", "target_prefix": ""},
		},
	],
}

test_passes_when_logged if {
	bucket_logged.pass with input as golden with data.resources as resources
	count(bucket_logged.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_not if {
	others := object.union(resources, {"aws.s3.bucket": [{"id": "arn:aws:s3:::acme-trail", "name": "acme-trail", "logging": null}]})
	bucket_logged.fail == {"access to the bucket acme-trail is not logged"}
		with input as golden
		with data.resources as others
	not bucket_logged.pass with input as golden with data.resources as others
}

test_undecided_for_a_bucket_of_another_account if {
	resource := object.union(golden, {"bucket": "elsewhere"})
	not bucket_logged.pass with input as resource with data.resources as resources
	count(bucket_logged.fail) == 0 with input as resource with data.resources as resources
}
