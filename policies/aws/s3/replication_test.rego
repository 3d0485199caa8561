package aws.s3.replication_test

import rego.v1

import data.aws.s3.replication

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"replication": [{"id": "copy", "status": "Enabled", "destination_bucket": "arn:aws:s3:::acme-copy"}],
	"tags": {"backup": "required"},
}

params := {"scope_tag": "backup", "scope_value": "required"}

test_passes_when_copied if {
	replication.pass with input as golden with data.params as params
	count(replication.fail) == 0 with input as golden with data.params as params
	count(replication.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_when_not_copied if {
	resource := object.union(golden, {"replication": null})
	replication.fail == {"the bucket is not replicated"} with input as resource with data.params as params
	not replication.pass with input as resource with data.params as params
	count(replication.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_a_disabled_rule if {
	resource := object.union(golden, {"replication": [{"id": "copy", "status": "Disabled", "destination_bucket": "arn:aws:s3:::acme-copy"}]})
	replication.fail == {"no replication rule is enabled"} with input as resource with data.params as params
	not replication.pass with input as resource with data.params as params
	count(replication.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_without_the_tag if {
	resource := object.union(golden, {"tags": {"backup": "no"}, "replication": null})
	replication.not_applicable == {"the bucket is not tagged as a backup"}
		with input as resource
		with data.params as params
	not replication.pass with input as resource with data.params as params
	count(replication.fail) == 0 with input as resource with data.params as params
}
