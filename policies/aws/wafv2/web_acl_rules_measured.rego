# METADATA
# title: Web access control lists measure each rule
# description: >-
#   A metric for each rule shows when one begins to block far more or far less than yesterday, and
#   can ring an alarm. Rule groups of Firewall Manager count as rules.
# custom:
#   kind: aws.wafv2.web_acl
#   needs: [rules, first_rule_groups, last_rule_groups]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC6.6]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.4]
#     iso27001: [A.8.16, A.8.20]
#   equivalent:
#     prowler: [wafv2_webacl_rule_logging_enabled]
#   remediation: >-
#     Set CloudWatchMetricsEnabled to true in the visibility configuration of the rule.
package aws.wafv2.web_acl_rules_measured

import rego.v1

all := array.concat(input.rules, array.concat(input.first_rule_groups, input.last_rule_groups))

not_applicable contains "it has no rules" if count(all) == 0

unmeasured := [rule | some rule in all; not rule.visibility_config.cloud_watch_metrics_enabled == true]

pass if {
	count(all) > 0
	count(unmeasured) == 0
}

fail contains sprintf("rule %s has no metric", [rule.name]) if some rule in unmeasured
