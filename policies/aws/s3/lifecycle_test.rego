package aws.s3.lifecycle_test

import rego.v1

import data.aws.s3.lifecycle

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"lifecycle": [
		{
			"id": "keep",
			"status": "Enabled",
			"expiration_days": 365,
			"noncurrent_expiration_days": null,
			"abort_incomplete_days": null,
			"transitions": 0,
		},
	],
	"tags": {"classification": "restricted"},
}

params := {"class_tag": "classification", "classes": ["confidential", "restricted", "secret"]}

rule := {
	"id": "r",
	"status": "Enabled",
	"expiration_days": null,
	"noncurrent_expiration_days": null,
	"abort_incomplete_days": 7,
	"transitions": 1,
}

test_passes_with_an_expiry if {
	lifecycle.pass with input as golden with data.params as params
	count(lifecycle.fail) == 0 with input as golden with data.params as params
	count(lifecycle.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_an_expiry_of_versions if {
	resource := object.union(golden, {"lifecycle": [object.union(rule, {"noncurrent_expiration_days": 30})]})
	lifecycle.pass with input as resource with data.params as params
	count(lifecycle.fail) == 0 with input as resource with data.params as params
	count(lifecycle.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_rules if {
	resource := object.union(golden, {"lifecycle": null})
	lifecycle.fail == {"the bucket has no lifecycle rules"} with input as resource with data.params as params
	not lifecycle.pass with input as resource with data.params as params
	count(lifecycle.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_a_disabled_rule if {
	resource := object.union(golden, {"lifecycle": [object.union(rule, {"status": "Disabled", "expiration_days": 1})]})
	lifecycle.fail == {"no enabled lifecycle rule deletes anything"}
		with input as resource
		with data.params as params
	not lifecycle.pass with input as resource with data.params as params
	count(lifecycle.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_a_rule_that_deletes_nothing if {
	resource := object.union(golden, {"lifecycle": [rule]})
	lifecycle.fail == {"no enabled lifecycle rule deletes anything"}
		with input as resource
		with data.params as params
	not lifecycle.pass with input as resource with data.params as params
	count(lifecycle.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_without_the_tag if {
	resource := object.union(object.remove(golden, ["tags"]), {"tags": {}, "lifecycle": null})
	lifecycle.not_applicable == {"the bucket is not tagged as confidential"}
		with input as resource
		with data.params as params
	not lifecycle.pass with input as resource with data.params as params
	count(lifecycle.fail) == 0 with input as resource with data.params as params
}
