package aws.elb.access_logged_test

import rego.v1

import data.aws.elb.access_logged

golden := {
	"id": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/web",
	"kind": "aws.elb.load_balancer",
	"source": "111122223333",
	"access_log": {"enabled": true, "s3_bucket_name": "acme-logs"},
}

test_passes_when_logged if {
	access_logged.pass with input as golden
	count(access_logged.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(object.remove(golden, ["access_log"]), {"access_log": {"enabled": false}})
	access_logged.fail == {"requests are not logged"} with input as resource
	not access_logged.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"access_log": null})
	access_logged.fail == {"no log of requests is set"} with input as resource
	not access_logged.pass with input as resource
}
