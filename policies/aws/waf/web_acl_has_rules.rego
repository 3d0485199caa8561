# METADATA
# title: Lists of WAF Classic for CloudFront have rules
# description: >-
#   A list without rules lets its default action decide of every request: it filters nothing and
#   looks like protection.
# custom:
#   kind: aws.waf.web_acl
#   needs: [rules]
#   severity: medium
#   requirements:
#     soc2: [CC6.6]
#     nis2: [art.21.2.e, ir.6.7.1]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [waf_global_webacl_with_rules]
#   remediation: >-
#     Move the list to AWS WAF with rules or rule groups, and remove it from WAF Classic.
package aws.waf.web_acl_has_rules

import rego.v1

pass if count(input.rules) > 0

fail contains "it has neither a rule nor a rule group" if count(input.rules) == 0
