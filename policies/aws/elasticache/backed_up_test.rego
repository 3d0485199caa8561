package aws.elasticache.backed_up_test

import rego.v1

import data.aws.elasticache.backed_up

golden := {
	"id": "arn:aws:elasticache:eu-central-1:111122223333:replicationgroup:sessions",
	"kind": "aws.elasticache.replication_group",
	"source": "111122223333",
	"name": "sessions",
	"snapshot_retention_days": 7,
}

params := {"min_retention_days": 7}

test_passes_at_the_limit if {
	backed_up.pass with input as golden with data.params as params
	count(backed_up.fail) == 0 with input as golden with data.params as params
}

test_fails_below_the_limit if {
	resource := object.union(golden, {"snapshot_retention_days": 6})
	backed_up.fail == {"automatic backups are kept for 6 days"}
		with input as resource
		with data.params as params
	not backed_up.pass with input as resource with data.params as params
}

test_fails_without if {
	resource := object.union(golden, {"snapshot_retention_days": 0})
	backed_up.fail == {"automatic backups are kept for 0 days"}
		with input as resource
		with data.params as params
	not backed_up.pass with input as resource with data.params as params
}

test_unknown_without_a_number if {
	resource := object.union(golden, {"snapshot_retention_days": null})
	not backed_up.pass with input as resource with data.params as params
	count(backed_up.fail) == 0 with input as resource with data.params as params
}
