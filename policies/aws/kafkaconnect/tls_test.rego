package aws.kafkaconnect.tls_test

import rego.v1

import data.aws.kafkaconnect.tls

golden := {
	"id": "arn:aws:kafkaconnect:eu-central-1:111122223333:connector/sink/1",
	"kind": "aws.kafkaconnect.connector",
	"source": "111122223333",
	"name": "sink",
	"encryption_in_transit": "TLS",
}

test_passes_with_tls if {
	tls.pass with input as golden
	count(tls.fail) == 0 with input as golden
}

test_fails_in_plain_text if {
	resource := object.union(golden, {"encryption_in_transit": "PLAINTEXT"})
	tls.fail == {"it speaks plain text to the cluster"} with input as resource
	not tls.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"encryption_in_transit": null})
	tls.fail == {"it speaks plain text to the cluster"} with input as resource
	not tls.pass with input as resource
}
