# METADATA
# title: The entity is registered where it must be
# description: >-
#   Essential and important entities give their data to the authority of their Member State;
#   digital infrastructure and providers also stand in the registry of Article 27.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - category
#     - entity_types
#     - registers.governance.registration/list
#     - registers.governance.registration/submitted_at
#     - registers.governance.registration/reference
#   severity: high
#   requirements:
#     soc2: [CC2.3]
#     nis2: [art.3.4, art.27.2]
#     iso27001: [A.5.31, A.5.5]
#   remediation: >-
#     Register with the authority and enter submitted_at and its reference.
package registers.governance.registered

import rego.v1

import data.lib.registers

registry := {"dns", "tld_registry", "domain_registration", "cloud", "data_centre", "cdn", "msp", "mssp", "marketplace", "search_engine", "social_network"}

done := {registration.list |
	some registration in data.resources["registers.governance.registration"]
	is_string(registration.submitted_at)
	is_string(registration.reference)
}

in_scope if input.category in {"essential", "important", "registration_duties_only"}

wanted contains "national" if in_scope

wanted contains "eu" if {
	in_scope
	some type in input.entity_types
	type in registry
}

missing := wanted - done

not_applicable contains "the entity is out of scope" if input.category == "out_of_scope"

pass if {
	in_scope
	is_array(input.entity_types)
	count(missing) == 0
}

fail contains sprintf("the entity is not in the %s list, or there is no receipt", [list]) if some list in missing
