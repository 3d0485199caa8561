package aws.network_firewall.has_rules_test

import rego.v1

import data.aws.network_firewall.has_rules

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

test_passes_with_groups if {
	has_rules.pass with input as golden with data.resources as resources
	count(has_rules.fail) == 0 with input as golden with data.resources as resources
}

test_passes_with_stateless_groups if {
	others := object.union(resources, {
		"aws.network_firewall.firewall_policy": [
			{
				"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"stateless_groups": ["arn:y"],
				"stateful_groups": [],
				"default_actions": ["aws:forward_to_sfe"],
				"default_fragment_actions": ["aws:drop"],
			},
		],
	})
	has_rules.pass with input as golden with data.resources as others
	count(has_rules.fail) == 0 with input as golden with data.resources as others
}

test_fails_without if {
	others := object.union(resources, {
		"aws.network_firewall.firewall_policy": [
			{
				"id": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge",
				"stateless_groups": [],
				"stateful_groups": [],
				"default_actions": ["aws:forward_to_sfe"],
				"default_fragment_actions": ["aws:drop"],
			},
		],
	})
	has_rules.fail == {"its policy has no rule groups"} with input as golden with data.resources as others
	not has_rules.pass with input as golden with data.resources as others
}

test_undecided_without_its_policy if {
	resource := object.union(golden, {
		"policy_arn": "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/edge2",
	})
	not has_rules.pass with input as resource with data.resources as resources
	count(has_rules.fail) == 0 with input as resource with data.resources as resources
}
