# METADATA
# title: Network firewalls have rules
# description: >-
#   A firewall whose policy has no rule group does only what its default says, for all traffic
#   alike.
# custom:
#   kind: aws.network_firewall.firewall
#   needs:
#     - policy_arn
#     - aws.network_firewall.firewall_policy/arn
#     - aws.network_firewall.firewall_policy/stateless_groups
#     - aws.network_firewall.firewall_policy/stateful_groups
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [networkfirewall_policy_rule_group_associated]
#   remediation: >-
#     Add rule groups to the firewall policy.
package aws.network_firewall.has_rules

import rego.v1

groups := {policy.arn: number |
	some policy in data.resources["aws.network_firewall.firewall_policy"]
	number := count(policy.stateless_groups) + count(policy.stateful_groups)
}

pass if groups[input.policy_arn] > 0

fail contains "its policy has no rule groups" if groups[input.policy_arn] == 0
