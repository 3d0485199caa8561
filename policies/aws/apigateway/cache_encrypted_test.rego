package aws.apigateway.cache_encrypted_test

import rego.v1

import data.aws.apigateway.cache_encrypted

golden := {
	"id": "arn:aws:apigateway:eu-central-1::/restapis/a1/stages/prod",
	"kind": "aws.apigateway.stage",
	"source": "111122223333",
	"method_settings": {"*/*": {"caching_enabled": true, "cache_data_encrypted": true}},
}

test_passes_when_encrypted if {
	cache_encrypted.pass with input as golden
	count(cache_encrypted.fail) == 0 with input as golden
	count(cache_encrypted.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {
		"method_settings": {
			"*/*": {
				"caching_enabled": true,
				"cache_data_encrypted": false,
			},
		},
	})
	cache_encrypted.fail == {"answers of */* are cached and not encrypted"} with input as resource
	not cache_encrypted.pass with input as resource
	count(cache_encrypted.not_applicable) == 0 with input as resource
}

test_not_applicable_without_a_cache if {
	resource := object.union(golden, {
		"method_settings": {
			"*/*": {
				"caching_enabled": false,
				"cache_data_encrypted": false,
			},
		},
	})
	cache_encrypted.not_applicable == {"no method is cached"} with input as resource
	not cache_encrypted.pass with input as resource
	count(cache_encrypted.fail) == 0 with input as resource
}
