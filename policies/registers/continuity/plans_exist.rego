# METADATA
# title: There are plans for continuity, recovery and crisis
# description: >-
#   Each of the three answers another question: how the service goes on, how systems come back,
#   and who decides in between.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.continuity.plan/purpose
#     - registers.continuity.plan/approved_at
#     - registers.continuity.plan/expires_at
#   severity: high
#   requirements:
#     soc2: [CC9.1, A1.2]
#     nis2: [art.21.2.c, ir.4.1.1, ir.4.2.1, ir.4.3.1]
#     iso27001: [A.5.29, A.5.30]
#   remediation: >-
#     Write the plan, have it approved, and enter it in the register of continuity plans.
package registers.continuity.plans_exist

import rego.v1

import data.lib.registers

purposes := {plan.purpose |
	some plan in data.resources["registers.continuity.plan"]
	is_string(plan.approved_at)
	registers.current(plan, data.run.as_of)
}

missing := {"continuity", "recovery", "crisis"} - purposes

pass if count(missing) == 0

fail contains sprintf("there is no approved plan for %s", [purpose]) if some purpose in missing
