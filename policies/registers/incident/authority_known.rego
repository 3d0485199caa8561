# METADATA
# title: The authority that takes reports can be reached
# description: >-
#   Each Member State has its own portal and CSIRT. Which one is responsible, and how it is
#   reached at night, is found out before it is needed.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.incident.authority/verified_at
#     - registers.incident.authority/reports
#     - registers.incident.authority/portal_url
#     - registers.incident.authority/email
#     - registers.incident.authority/telephone
#   severity: high
#   requirements:
#     soc2: [CC2.3]
#     nis2: [art.23.1, ir.3.5.3.a, ir.4.3.2.b]
#     iso27001: [A.5.5]
#   params: {max_age_days: 183}
#   remediation: >-
#     Enter the CSIRT or authority with portal or address, set reports, and try the contact.
package registers.incident.authority_known

import rego.v1

import data.lib.days
import data.lib.registers

recent := [entry.id |
	some entry in data.resources["registers.incident.authority"]
	entry.reports == true
	count([way | some way in [entry.portal_url, entry.email, entry.telephone]; is_string(way)]) > 0
	days.within(entry.verified_at, data.run.as_of, data.params.max_age_days)
]

pass if count(recent) > 0

fail contains "no contact that takes reports was verified within the period" if count(recent) == 0
