package aws.s3.incomplete_uploads_test

import rego.v1

import data.aws.s3.incomplete_uploads

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"lifecycle": [
		{
			"id": "abort",
			"status": "Enabled",
			"expiration_days": null,
			"noncurrent_expiration_days": null,
			"abort_incomplete_days": 7,
			"transitions": 0,
		},
	],
}

params := {"max_open_days": 7}

rule := {
	"id": "r",
	"status": "Enabled",
	"expiration_days": 30,
	"noncurrent_expiration_days": null,
	"abort_incomplete_days": null,
	"transitions": 1,
}

late := object.union(rule, {"abort_incomplete_days": 8})

test_passes_at_the_limit if {
	incomplete_uploads.pass with input as golden with data.params as params
	count(incomplete_uploads.fail) == 0 with input as golden with data.params as params
}

test_fails_past_the_limit if {
	resource := object.union(golden, {"lifecycle": [rule, late]})
	incomplete_uploads.fail == {"unfinished uploads are kept for 8 days"}
		with input as resource
		with data.params as params
	not incomplete_uploads.pass with input as resource with data.params as params
}

test_fails_without_rules if {
	resource := object.union(golden, {"lifecycle": null})
	incomplete_uploads.fail == {"the bucket has no lifecycle rules"}
		with input as resource
		with data.params as params
	not incomplete_uploads.pass with input as resource with data.params as params
}

test_fails_with_other_rules if {
	resource := object.union(golden, {"lifecycle": [rule]})
	incomplete_uploads.fail == {"no enabled lifecycle rule ends unfinished uploads"}
		with input as resource
		with data.params as params
	not incomplete_uploads.pass with input as resource with data.params as params
}

test_fails_with_a_disabled_rule if {
	resource := object.union(golden, {"lifecycle": [object.union(late, {"status": "Disabled", "abort_incomplete_days": 1})]})
	incomplete_uploads.fail == {"no enabled lifecycle rule ends unfinished uploads"}
		with input as resource
		with data.params as params
	not incomplete_uploads.pass with input as resource with data.params as params
}
