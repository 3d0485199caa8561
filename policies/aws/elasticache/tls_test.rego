package aws.elasticache.tls_test

import rego.v1

import data.aws.elasticache.tls

golden := {
	"id": "arn:aws:elasticache:eu-central-1:111122223333:replicationgroup:sessions",
	"kind": "aws.elasticache.replication_group",
	"source": "111122223333",
	"name": "sessions",
	"transit_encryption": true,
}

test_passes_when_so if {
	tls.pass with input as golden
	count(tls.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"transit_encryption": false})
	tls.fail == {"encryption in transit is off"} with input as resource
	not tls.pass with input as resource
}
