package aws.dax.tls_test

import rego.v1

import data.aws.dax.tls

golden := {
	"id": "arn:aws:dax:eu-central-1:111122223333:cache/orders",
	"kind": "aws.dax.cluster",
	"source": "111122223333",
	"name": "orders",
	"endpoint_encryption": "TLS",
}

test_passes_with_tls if {
	tls.pass with input as golden
	count(tls.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"endpoint_encryption": "NONE"})
	tls.fail == {"encryption of its endpoint is NONE"} with input as resource
	not tls.pass with input as resource
}
