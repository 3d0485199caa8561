package aws.rds.instance_backed_up_test

import rego.v1

import data.aws.rds.instance_backed_up

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"replica_of": null,
	"backup_retention_days": 7,
}

params := {"min_retention_days": 1}

test_passes_at_the_limit if {
	resource := object.union(golden, {"backup_retention_days": 1})
	instance_backed_up.pass with input as resource with data.params as params
	count(instance_backed_up.fail) == 0 with input as resource with data.params as params
	count(instance_backed_up.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_without_backups if {
	resource := object.union(golden, {"backup_retention_days": 0})
	instance_backed_up.fail == {"automated backups are kept for 0 days"}
		with input as resource
		with data.params as params
	not instance_backed_up.pass with input as resource with data.params as params
	count(instance_backed_up.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_below_the_limit if {
	resource := object.union(golden, {"backup_retention_days": 6})
	instance_backed_up.fail == {"automated backups are kept for 6 days"}
		with input as resource
		with data.params as {"min_retention_days": 7}
	not instance_backed_up.pass with input as resource with data.params as {"min_retention_days": 7}
	count(instance_backed_up.not_applicable) == 0
		with input as resource
		with data.params as {"min_retention_days": 7}
}

test_unknown_without_a_number if {
	resource := object.union(golden, {"backup_retention_days": null})
	not instance_backed_up.pass with input as resource with data.params as params
	count(instance_backed_up.fail) == 0 with input as resource with data.params as params
	count(instance_backed_up.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_to_replicas if {
	resource := object.union(golden, {"replica_of": "orders-main", "backup_retention_days": 0})
	instance_backed_up.not_applicable == {"it is a read replica of orders-main"}
		with input as resource
		with data.params as params
	not instance_backed_up.pass with input as resource with data.params as params
	count(instance_backed_up.fail) == 0 with input as resource with data.params as params
}
