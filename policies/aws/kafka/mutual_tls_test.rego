package aws.kafka.mutual_tls_test

import rego.v1

import data.aws.kafka.mutual_tls

golden := {
	"id": "arn:aws:kafka:eu-central-1:111122223333:cluster/events/1",
	"kind": "aws.kafka.cluster",
	"source": "111122223333",
	"name": "events",
	"type": "PROVISIONED",
	"client_tls": true,
}

test_passes_when_on if {
	mutual_tls.pass with input as golden
	count(mutual_tls.fail) == 0 with input as golden
}

test_passes_when_serverless if {
	resource := object.union(golden, {"type": "SERVERLESS", "client_tls": false})
	mutual_tls.pass with input as resource
	count(mutual_tls.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"client_tls": false})
	mutual_tls.fail == {"clients cannot sign in with a certificate"} with input as resource
	not mutual_tls.pass with input as resource
}
