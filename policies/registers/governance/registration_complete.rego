# METADATA
# title: Registrations hold all that the law asks for, and are confirmed
# description: >-
#   The lists of Articles 3(4) and 27(2) name what must be submitted. Data that nobody compares
#   with reality is soon that of another entity.
# custom:
#   kind: registers.governance.registration
#   needs:
#     - entity_name
#     - address
#     - emails
#     - telephones
#     - ip_ranges
#     - sector
#     - entity_types
#     - member_states
#     - confirmed_at
#   severity: medium
#   requirements:
#     soc2: [CC2.3]
#     nis2: [art.3.4, art.27.2]
#     iso27001: [A.5.31]
#   params: {max_age_days: 365}
#   remediation: >-
#     Submit what is missing, compare the rest with reality, and enter confirmed_at.
package registers.governance.registration_complete

import rego.v1

import data.lib.days

texts := {"name": input.entity_name, "address": input.address, "sector": input.sector}

lists := {"email addresses": input.emails, "telephone numbers": input.telephones, "IP ranges": input.ip_ranges, "types of entity": input.entity_types, "Member States": input.member_states}

missing contains name if {
	some name, value in texts
	value == null
}

missing contains name if {
	some name, value in lists
	value == []
}

pass if {
	count([name | some name, value in texts; is_string(value)]) == 3
	count([name | some name, value in lists; is_array(value)]) == 5
	count(missing) == 0
	days.within(input.confirmed_at, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("%s: not submitted", [name]) if some name in missing

fail contains "it was never confirmed" if input.confirmed_at == null

fail contains sprintf("it was last confirmed on %s", [input.confirmed_at]) if {
	days.beyond(input.confirmed_at, data.run.as_of, data.params.max_age_days)
}
