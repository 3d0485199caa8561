package aws.network_firewall.delete_protected_test

import rego.v1

import data.aws.network_firewall.delete_protected

golden := {
	"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall/edge",
	"kind": "aws.network_firewall.firewall",
	"source": "111122223333",
	"delete_protection": true,
}

test_passes_when_protected if {
	delete_protected.pass with input as golden
	count(delete_protected.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"delete_protection": false})
	delete_protected.fail == {"it can be deleted"} with input as resource
	not delete_protected.pass with input as resource
}
