# METADATA
# title: Rules of WAF Classic have conditions
# description: >-
#   A rule without conditions inspects nothing and requests pass it, whatever its name promises. The
#   lists that name it are weaker than they look.
# custom:
#   kind: aws.waf_regional.rule
#   needs: [predicates]
#   severity: medium
#   requirements:
#     soc2: [CC6.6]
#     nis2: [art.21.2.e, ir.6.7.1]
#     iso27001: [A.8.20]
#   equivalent:
#     prowler: [waf_regional_rule_with_conditions]
#   remediation: >-
#     Rebuild the rule in AWS WAF with what it should match, or remove it.
package aws.waf_regional.rule_has_conditions

import rego.v1

pass if count(input.predicates) > 0

fail contains "it has no condition" if count(input.predicates) == 0
