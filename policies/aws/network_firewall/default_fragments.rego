# METADATA
# title: Network firewalls drop or inspect fragments of packets that no rule names
# description: >-
#   The default for fragments of packets decides about all traffic that nobody thought of. To let it
#   pass turns the firewall into a list of exceptions.
# custom:
#   kind: aws.network_firewall.firewall
#   needs:
#     - policy_arn
#     - aws.network_firewall.firewall_policy/arn
#     - aws.network_firewall.firewall_policy/default_fragment_actions
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [networkfirewall_policy_default_action_fragmented_packets]
#   remediation: >-
#     Set the stateless default action for fragments of packets to drop or to forward to stateful
#     rule groups.
package aws.network_firewall.default_fragments

import rego.v1

actions := {policy.arn: policy.default_fragment_actions |
	some policy in data.resources["aws.network_firewall.firewall_policy"]
}

safe(list) if {
	some action in list
	action in {"aws:drop", "aws:forward_to_sfe"}
}

pass if safe(actions[input.policy_arn])

fail contains sprintf("the default is %s", [concat(", ", actions[input.policy_arn])]) if {
	is_array(actions[input.policy_arn])
	not safe(actions[input.policy_arn])
}
