package aws.kafka.tls_test

import rego.v1

import data.aws.kafka.tls

golden := {
	"id": "arn:aws:kafka:eu-central-1:111122223333:cluster/events/1",
	"kind": "aws.kafka.cluster",
	"source": "111122223333",
	"name": "events",
	"type": "PROVISIONED",
	"client_encryption": "TLS",
	"cluster_encryption": true,
}

test_passes_with_tls_everywhere if {
	tls.pass with input as golden
	count(tls.fail) == 0 with input as golden
}

test_passes_when_serverless if {
	resource := object.union(golden, {"type": "SERVERLESS", "client_encryption": null, "cluster_encryption": null})
	tls.pass with input as resource
	count(tls.fail) == 0 with input as resource
}

test_fails_when_clients_may_choose if {
	resource := object.union(golden, {"client_encryption": "TLS_PLAINTEXT"})
	tls.fail == {"clients may speak plain text"} with input as resource
	not tls.pass with input as resource
}

test_fails_between_brokers if {
	resource := object.union(golden, {"cluster_encryption": false})
	tls.fail == {"brokers speak plain text to each other"} with input as resource
	not tls.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"client_encryption": null, "cluster_encryption": null})
	tls.fail == {"its encryption in transit is not set"} with input as resource
	not tls.pass with input as resource
}

test_unknown_with_another_type if {
	resource := object.union(golden, {"type": "EXPRESS"})
	not tls.pass with input as resource
	count(tls.fail) == 0 with input as resource
}
