package aws.ecr.lifecycle_test

import rego.v1

import data.aws.ecr.lifecycle

golden := {
	"id": "arn:aws:ecr:eu-central-1:111122223333:repository/web",
	"kind": "aws.ecr.repository",
	"source": "111122223333",
	"lifecycle_policy": {"rules": [{"rulePriority": 1}]},
}

test_passes_with_a_policy if {
	lifecycle.pass with input as golden
	count(lifecycle.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"lifecycle_policy": null})
	lifecycle.fail == {"there is no lifecycle policy"} with input as resource
	not lifecycle.pass with input as resource
}

test_fails_without_rules if {
	resource := object.union(golden, {"lifecycle_policy": {"rules": []}})
	lifecycle.fail == {"the lifecycle policy has no rules"} with input as resource
	not lifecycle.pass with input as resource
}
