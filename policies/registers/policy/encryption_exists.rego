# METADATA
# title: There is an approved policy on cryptography
# description: >-
#   Which data is encrypted, with what and by whom is a decision, not a default of a product.
#   Without a policy nobody can say whether a setting is right.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.policy.encryption/approved_at]
#   severity: medium
#   requirements:
#     soc2: [CC5.3, CC6.1]
#     nis2: [art.21.2.h, ir.9.1]
#     iso27001: [A.8.24]
#   params: {max_age_days: 365}
#   remediation: >-
#     Write a policy on cryptography, have it approved, and enter it in the register of
#     encryption.
package registers.policy.encryption_exists

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.policy.encryption"]
	days.within(entry.approved_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no policy on cryptography was approved in time" if count(recent) == 0
