package aws.waf_regional.web_acl_logged_test

import rego.v1

import data.aws.waf_regional.web_acl_logged

golden := {
	"id": "arn:aws:waf-regional:eu-central-1:111122223333:webacl/1",
	"kind": "aws.waf_regional.web_acl",
	"source": "111122223333",
	"log_destinations": ["arn:aws:firehose:us-east-1:111122223333:deliverystream/aws-waf-logs-acme"],
}

test_passes_when_logged if {
	web_acl_logged.pass with input as golden
	count(web_acl_logged.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"log_destinations": []})
	web_acl_logged.fail == {"requests are not logged"} with input as resource
	not web_acl_logged.pass with input as resource
}
