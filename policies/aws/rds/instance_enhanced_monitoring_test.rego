package aws.rds.instance_enhanced_monitoring_test

import rego.v1

import data.aws.rds.instance_enhanced_monitoring

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"engine": "postgres",
	"monitoring_interval": 60,
}

test_passes_when_on if {
	instance_enhanced_monitoring.pass with input as golden
	count(instance_enhanced_monitoring.fail) == 0 with input as golden
	count(instance_enhanced_monitoring.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"monitoring_interval": 0})
	instance_enhanced_monitoring.fail == {"enhanced monitoring is off"} with input as resource
	not instance_enhanced_monitoring.pass with input as resource
	count(instance_enhanced_monitoring.not_applicable) == 0 with input as resource
}

test_not_applicable_to_docdb if {
	resource := object.union(golden, {"engine": "docdb", "monitoring_interval": 0})
	instance_enhanced_monitoring.not_applicable == {"docdb has no enhanced monitoring"} with input as resource
	not instance_enhanced_monitoring.pass with input as resource
	count(instance_enhanced_monitoring.fail) == 0 with input as resource
}
