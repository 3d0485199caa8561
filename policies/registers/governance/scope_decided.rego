# METADATA
# title: Whether NIS2 applies is decided and looked at every year
# description: >-
#   An entity must know by itself whether it is in scope. Size and services change; so does the
#   answer.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.governance.scope/decided_at, registers.governance.scope/reasons]
#   severity: high
#   requirements:
#     soc2: [CC2.3, CC3.1]
#     nis2: [art.2.1, art.2.2, art.3.1, art.3.2]
#     iso27001: [A.5.31]
#   params: {max_age_days: 365}
#   remediation: >-
#     Decide with `assize scope`, have the decision approved, and enter it in the register of
#     scope.
package registers.governance.scope_decided

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.governance.scope"]
	count(entry.reasons) > 0
	days.within(entry.decided_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no decision on the scope within the period" if count(recent) == 0
