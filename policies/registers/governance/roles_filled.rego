# METADATA
# title: Security roles are filled, one of them reporting to the management body
# description: >-
#   A duty that everybody has nobody has. Each role has a person, and at least one person reports
#   to the management body directly.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - roles
#     - registers.governance.role/role
#     - registers.governance.role/reports_to
#     - registers.governance.role/expires_at
#   severity: medium
#   requirements:
#     soc2: [CC1.3]
#     nis2: [art.21.2.a, ir.1.2.1, ir.1.2.3, ir.1.2.4, ir.1.1.1.g]
#     iso27001: [A.5.2, A.5.4, cl.5.3]
#   remediation: >-
#     Assign the role and enter it in the register of roles.
package registers.governance.roles_filled

import rego.v1

import data.lib.registers

filled := {role.role |
	some role in data.resources["registers.governance.role"]
	registers.current(role, data.run.as_of)
}

direct := [role.role |
	some role in data.resources["registers.governance.role"]
	role.reports_to == "management_body"
	registers.current(role, data.run.as_of)
]

missing := [role | some role in input.roles; not role in filled]

pass if {
	is_array(input.roles)
	count(missing) == 0
	count(direct) > 0
}

fail contains sprintf("the role %s is not filled", [role]) if some role in missing

fail contains "nobody with a security role reports to the management body" if count(direct) == 0
