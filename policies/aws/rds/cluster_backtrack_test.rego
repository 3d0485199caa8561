package aws.rds.cluster_backtrack_test

import rego.v1

import data.aws.rds.cluster_backtrack

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
	"kind": "aws.rds.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "shop",
	"engine": "aurora-mysql",
	"backtrack_seconds": 3600,
}

test_passes_with_a_window if {
	cluster_backtrack.pass with input as golden
	count(cluster_backtrack.fail) == 0 with input as golden
	count(cluster_backtrack.not_applicable) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"backtrack_seconds": 0})
	cluster_backtrack.fail == {"backtrack is off"} with input as resource
	not cluster_backtrack.pass with input as resource
	count(cluster_backtrack.not_applicable) == 0 with input as resource
}

test_not_applicable_to_other_engines if {
	resource := object.union(golden, {"engine": "aurora-postgresql", "backtrack_seconds": 0})
	cluster_backtrack.not_applicable == {"aurora-postgresql has no backtrack"} with input as resource
	not cluster_backtrack.pass with input as resource
	count(cluster_backtrack.fail) == 0 with input as resource
}
