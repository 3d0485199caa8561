package aws.network_firewall.default_fragments_test

import rego.v1

import data.aws.network_firewall.default_fragments

golden := {
	"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall/edge",
	"kind": "aws.network_firewall.firewall",
	"source": "111122223333",
	"policy_arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
}

resources := {
	"aws.network_firewall.firewall_policy": [
		{
			"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
			"arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
			"stateless_groups": [],
			"stateful_groups": ["arn:x"],
			"default_actions": ["aws:forward_to_sfe"],
			"default_fragment_actions": ["aws:drop"],
		},
	],
}

test_passes_when_dropped if {
	default_fragments.pass with input as golden with data.resources as resources
	count(default_fragments.fail) == 0 with input as golden with data.resources as resources
}

test_passes_when_forwarded if {
	others := object.union(resources, {
		"aws.network_firewall.firewall_policy": [
			{
				"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"stateless_groups": [],
				"stateful_groups": ["arn:x"],
				"default_actions": ["aws:forward_to_sfe"],
				"default_fragment_actions": ["aws:forward_to_sfe"],
			},
		],
	})
	default_fragments.pass with input as golden with data.resources as others
	count(default_fragments.fail) == 0 with input as golden with data.resources as others
}

test_fails_when_passed if {
	others := object.union(resources, {
		"aws.network_firewall.firewall_policy": [
			{
				"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"stateless_groups": [],
				"stateful_groups": ["arn:x"],
				"default_actions": ["aws:forward_to_sfe"],
				"default_fragment_actions": ["aws:pass"],
			},
		],
	})
	default_fragments.fail == {"the default is aws:pass"} with input as golden with data.resources as others
	not default_fragments.pass with input as golden with data.resources as others
}

test_undecided_without_its_policy if {
	resource := object.union(golden, {
		"policy_arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge2",
	})
	not default_fragments.pass with input as resource with data.resources as resources
	count(default_fragments.fail) == 0 with input as resource with data.resources as resources
}
