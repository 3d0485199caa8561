package aws.acm.key_algorithm_test

import rego.v1

import data.aws.acm.key_algorithm

golden := {
	"id": "arn:aws:acm:eu-central-1:111122223333:certificate/1",
	"kind": "aws.acm.certificate",
	"source": "111122223333",
	"name": "acme.example",
	"in_use": true,
	"key_algorithm": "EC_prime256v1",
}

params := {"weak": ["RSA_1024", "P_192", "EC_secp192r1"]}

test_passes_with_a_curve if {
	key_algorithm.pass with input as golden with data.params as params
	count(key_algorithm.fail) == 0 with input as golden with data.params as params
	count(key_algorithm.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_rsa if {
	resource := object.union(golden, {"key_algorithm": "RSA-2048"})
	key_algorithm.pass with input as resource with data.params as params
	count(key_algorithm.fail) == 0 with input as resource with data.params as params
	count(key_algorithm.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_short_rsa if {
	resource := object.union(golden, {"key_algorithm": "RSA-1024"})
	key_algorithm.fail == {"the key is RSA_1024"} with input as resource with data.params as params
	not key_algorithm.pass with input as resource with data.params as params
	count(key_algorithm.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"in_use": false})
	key_algorithm.not_applicable == {"no service uses the certificate"}
		with input as resource
		with data.params as params
	not key_algorithm.pass with input as resource with data.params as params
	count(key_algorithm.fail) == 0 with input as resource with data.params as params
}
