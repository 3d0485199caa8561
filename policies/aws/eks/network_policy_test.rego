package aws.eks.network_policy_test

import rego.v1

import data.aws.eks.network_policy

golden := {
	"id": "arn:aws:eks:eu-central-1:111122223333:cluster/prod",
	"kind": "aws.eks.cluster",
	"source": "111122223333",
	"network_addon": "vpc-cni",
	"network_addon_values": {"enableNetworkPolicy": "true"},
}

test_passes_when_on if {
	network_policy.pass with input as golden
	count(network_policy.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"network_addon_values": {"enableNetworkPolicy": "false"}})
	network_policy.fail == {"the network add-on does not enforce network policies"} with input as resource
	not network_policy.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"network_addon_values": null})
	network_policy.fail == {"the network add-on has no settings"} with input as resource
	not network_policy.pass with input as resource
}

test_undecided_with_another_plug_in if {
	resource := object.union(golden, {"network_addon": null, "network_addon_values": null})
	not network_policy.pass with input as resource
	count(network_policy.fail) == 0 with input as resource
}
