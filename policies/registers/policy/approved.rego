# METADATA
# title: Written policies are approved and current
# description: >-
#   A policy that nobody approved binds nobody, and one that was approved years ago describes
#   another house. Each needs an approval by somebody other than its author, renewed in time.
# custom:
#   kind: registers.policy.document
#   needs: [approved_at, expires_at]
#   severity: high
#   requirements:
#     soc2: [CC5.3, CC2.2]
#     nis2: [art.21.2.a, ir.1.1.1.k, ir.1.1.2]
#     iso27001: [A.5.1]
#   params: {max_age_days: 365}
#   remediation: >-
#     Have the policy reviewed and approved, and enter approver and approved_at with its new
#     version.
package registers.policy.approved

import rego.v1

import data.lib.days

pass if {
	days.within(input.approved_at, data.run.as_of, data.params.max_age_days)
	not_expired
}

not_expired if input.expires_at == null

not_expired if days.ahead(input.expires_at, data.run.as_of)

fail contains "nobody has approved it" if input.approved_at == null

fail contains sprintf("it was last approved on %s", [input.approved_at]) if {
	days.beyond(input.approved_at, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("it expired on %s", [input.expires_at]) if {
	days.passed(input.expires_at, data.run.as_of)
}
