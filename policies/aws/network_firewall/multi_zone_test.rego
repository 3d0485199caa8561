package aws.network_firewall.multi_zone_test

import rego.v1

import data.aws.network_firewall.multi_zone

golden := {
	"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall/edge",
	"kind": "aws.network_firewall.firewall",
	"source": "111122223333",
	"subnets": ["subnet-1", "subnet-2"],
	"zones": [],
}

test_passes_in_two if {
	multi_zone.pass with input as golden
	count(multi_zone.fail) == 0 with input as golden
}

test_passes_at_a_transit_gateway if {
	resource := object.union(golden, {"subnets": [], "zones": ["euc1-az1", "euc1-az2"]})
	multi_zone.pass with input as resource
	count(multi_zone.fail) == 0 with input as resource
}

test_fails_in_one if {
	resource := object.union(golden, {"subnets": ["subnet-1"]})
	multi_zone.fail == {"it stands in one zone"} with input as resource
	not multi_zone.pass with input as resource
}
