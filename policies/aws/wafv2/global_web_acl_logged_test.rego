package aws.wafv2.global_web_acl_logged_test

import rego.v1

import data.aws.wafv2.global_web_acl_logged

golden := {
	"id": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/1",
	"kind": "aws.wafv2.global_web_acl",
	"source": "111122223333",
	"log_destinations": ["arn:aws:s3:::aws-waf-logs-acme"],
}

test_passes_when_logged if {
	global_web_acl_logged.pass with input as golden
	count(global_web_acl_logged.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"log_destinations": []})
	global_web_acl_logged.fail == {"requests are not logged"} with input as resource
	not global_web_acl_logged.pass with input as resource
}
