package aws.cloudfront.origin_encrypted_test

import rego.v1

import data.aws.cloudfront.origin_encrypted

golden := {
	"id": "arn:aws:cloudfront::111122223333:distribution/E1",
	"kind": "aws.cloudfront.distribution",
	"source": "111122223333",
	"origins": [
		{"id": "files", "s3_origin_config": {"origin_access_identity": ""}},
		{"id": "app", "custom_origin_config": {"origin_protocol_policy": "https-only"}},
		{"id": "old", "custom_origin_config": {"origin_protocol_policy": "match-viewer"}},
	],
	"default_behavior": {"viewer_protocol_policy": "redirect-to-https"},
}

test_passes_over_tls if {
	origin_encrypted.pass with input as golden
	count(origin_encrypted.fail) == 0 with input as golden
}

test_fails_without_tls if {
	resource := object.union(golden, {
		"origins": [
			{
				"id": "app",
				"custom_origin_config": {
					"origin_protocol_policy": "http-only",
				},
			},
			{
				"id": "b",
				"custom_origin_config": {
					"origin_protocol_policy": "https-only",
				},
			},
		],
	})
	origin_encrypted.fail == {"origin app is fetched from without TLS"} with input as resource
	not origin_encrypted.pass with input as resource
}

test_fails_when_viewers_may_use_plain_text if {
	resource := object.union(golden, {"default_behavior": {"viewer_protocol_policy": "allow-all"}})
	origin_encrypted.fail == {"origin files is fetched from without TLS", "origin old is fetched from without TLS"}
		with input as resource
	not origin_encrypted.pass with input as resource
}

test_undecided_with_an_origin_in_a_vpc if {
	resource := object.union(golden, {
		"origins": [
			{
				"id": "vpc",
				"vpc_origin_config": {
					"vpc_origin_id": "vo_1",
				},
			},
		],
	})
	not origin_encrypted.pass with input as resource
	count(origin_encrypted.fail) == 0 with input as resource
}
