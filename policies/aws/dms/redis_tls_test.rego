package aws.dms.redis_tls_test

import rego.v1

import data.aws.dms.redis_tls

golden := {
	"id": "arn:aws:dms:eu-central-1:111122223333:endpoint:SRC1",
	"kind": "aws.dms.endpoint",
	"source": "111122223333",
	"name": "source",
	"engine": "redis",
	"redis_security_protocol": "ssl-encryption",
}

test_passes_with_tls if {
	redis_tls.pass with input as golden
	count(redis_tls.fail) == 0 with input as golden
	count(redis_tls.not_applicable) == 0 with input as golden
}

test_fails_in_plain_text if {
	resource := object.union(golden, {"redis_security_protocol": "plaintext"})
	redis_tls.fail == {"it speaks plaintext"} with input as resource
	not redis_tls.pass with input as resource
	count(redis_tls.not_applicable) == 0 with input as resource
}

test_not_applicable_to_others if {
	resource := object.union(golden, {"engine": "mysql"})
	redis_tls.not_applicable == {"it is an endpoint of mysql"} with input as resource
	not redis_tls.pass with input as resource
	count(redis_tls.fail) == 0 with input as resource
}
