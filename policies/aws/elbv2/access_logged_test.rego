package aws.elbv2.access_logged_test

import rego.v1

import data.aws.elbv2.access_logged

golden := {
	"id": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/1",
	"kind": "aws.elbv2.load_balancer",
	"source": "111122223333",
	"type": "application",
	"attributes": {"access_logs.s3.enabled": "true", "deletion_protection.enabled": "false"},
}

test_passes_when_logged if {
	access_logged.pass with input as golden
	count(access_logged.fail) == 0 with input as golden
	count(access_logged.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(object.remove(golden, ["attributes"]), {"attributes": {"access_logs.s3.enabled": "false"}})
	access_logged.fail == {"requests are not logged"} with input as resource
	not access_logged.pass with input as resource
	count(access_logged.not_applicable) == 0 with input as resource
}

test_fails_when_not_set if {
	resource := object.union(object.remove(golden, ["attributes"]), {"attributes": {}})
	access_logged.fail == {"requests are not logged"} with input as resource
	not access_logged.pass with input as resource
	count(access_logged.not_applicable) == 0 with input as resource
}

test_not_applicable_for_a_gateway if {
	resource := object.union(golden, {"type": "gateway"})
	access_logged.not_applicable == {"gateway load balancers have no such log"} with input as resource
	not access_logged.pass with input as resource
	count(access_logged.fail) == 0 with input as resource
}
