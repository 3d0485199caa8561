package aws.dlm.snapshot_policy_test

import rego.v1

import data.aws.dlm.snapshot_policy

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.dlm.region",
	"source": "111122223333",
	"region": "eu-central-1",
	"policies": [{"policy_id": "policy-1", "state": "ENABLED", "policy_type": "EBS_SNAPSHOT_MANAGEMENT"}],
}

resources := {
	"aws.ec2.snapshot": [{"id": "arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-1", "region": "eu-central-1"}],
}

test_passes_with_a_policy if {
	snapshot_policy.pass with input as golden with data.resources as resources
	count(snapshot_policy.fail) == 0 with input as golden with data.resources as resources
	count(snapshot_policy.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	resource := object.union(golden, {"policies": []})
	snapshot_policy.fail == {"no lifecycle policy is in force"}
		with input as resource
		with data.resources as resources
	not snapshot_policy.pass with input as resource with data.resources as resources
	count(snapshot_policy.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_it_is_off if {
	resource := object.union(golden, {"policies": [{"policy_id": "policy-1", "state": "DISABLED"}]})
	snapshot_policy.fail == {"no lifecycle policy is in force"}
		with input as resource
		with data.resources as resources
	not snapshot_policy.pass with input as resource with data.resources as resources
	count(snapshot_policy.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_snapshots if {
	resource := object.union(golden, {"region": "eu-west-1", "policies": []})
	snapshot_policy.not_applicable == {"there are no snapshots in this region"}
		with input as resource
		with data.resources as resources
	not snapshot_policy.pass with input as resource with data.resources as resources
	count(snapshot_policy.fail) == 0 with input as resource with data.resources as resources
}
