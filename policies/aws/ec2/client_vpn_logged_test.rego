package aws.ec2.client_vpn_logged_test

import rego.v1

import data.aws.ec2.client_vpn_logged

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:client-vpn-endpoint/cvpn-1",
	"kind": "aws.ec2.client_vpn_endpoint",
	"source": "111122223333",
	"connection_log": {"enabled": true, "cloudwatch_log_group": "vpn"},
}

test_passes_when_logged if {
	client_vpn_logged.pass with input as golden
	count(client_vpn_logged.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(object.remove(golden, ["connection_log"]), {"connection_log": {"enabled": false}})
	client_vpn_logged.fail == {"connections are not logged"} with input as resource
	not client_vpn_logged.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"connection_log": null})
	client_vpn_logged.fail == {"no log of connections is set"} with input as resource
	not client_vpn_logged.pass with input as resource
}
