# METADATA
# title: Rule groups of WAF Classic for CloudFront have rules
# description: >-
#   An empty rule group stops no request, and the lists that name it are weaker than they look.
# custom:
#   kind: aws.waf.rule_group
#   needs: [rules]
#   severity: medium
#   requirements:
#     soc2: [CC6.6]
#     nis2: [art.21.2.e, ir.6.7.1]
#     iso27001: [A.8.20]
#   equivalent:
#     prowler: [waf_global_rulegroup_not_empty]
#   remediation: >-
#     Rebuild the group in AWS WAF with its rules, or remove it.
package aws.waf.rule_group_has_rules

import rego.v1

pass if count(input.rules) > 0

fail contains "it has no rule" if count(input.rules) == 0
