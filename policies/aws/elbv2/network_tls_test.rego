package aws.elbv2.network_tls_test

import rego.v1

import data.aws.elbv2.network_tls

golden := {
	"id": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/1",
	"kind": "aws.elbv2.load_balancer",
	"source": "111122223333",
	"type": "network",
	"listener_protocols": ["TCP", "TLS"],
}

test_passes_with_a_listener if {
	network_tls.pass with input as golden
	count(network_tls.fail) == 0 with input as golden
	count(network_tls.not_applicable) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"listener_protocols": ["TCP"]})
	network_tls.fail == {"no listener ends TLS"} with input as resource
	not network_tls.pass with input as resource
	count(network_tls.not_applicable) == 0 with input as resource
}

test_not_applicable_for_others if {
	resource := object.union(golden, {"type": "application", "listener_protocols": ["HTTPS"]})
	network_tls.not_applicable == {"it is no network load balancer but of type application"}
		with input as resource
	not network_tls.pass with input as resource
	count(network_tls.fail) == 0 with input as resource
}
