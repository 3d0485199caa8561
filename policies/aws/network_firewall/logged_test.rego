package aws.network_firewall.logged_test

import rego.v1

import data.aws.network_firewall.logged

golden := {
	"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall/edge",
	"kind": "aws.network_firewall.firewall",
	"source": "111122223333",
	"logs": [
		{
			"log_type": "ALERT",
			"log_destination_type": "S3",
			"log_destination": {"bucketName": "acme-logs"},
		},
	],
}

test_passes_when_logged if {
	logged.pass with input as golden
	count(logged.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"logs": []})
	logged.fail == {"it has no logs"} with input as resource
	not logged.pass with input as resource
}
