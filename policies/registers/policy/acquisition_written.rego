# METADATA
# title: The process for buying critical ICT is written and approved
# description: >-
#   What is bought brings its risks for all of its life. The process says how they are weighed before
#   it is bought.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: medium
#   requirements:
#     soc2: [CC9.2, CC5.3]
#     nis2: [ir.6.1.1]
#     iso27001: [A.5.23]
#   params: {topic: acquisition}
#   remediation: >-
#     Write it, have it approved, and name acquisition in the topics of its entry in policies.toml.
package registers.policy.acquisition_written

import rego.v1

import data.lib.registers

covering := {document.id |
	some document in data.resources["registers.policy.document"]
	data.params.topic in document.topics
	is_string(document.approved_at)
	registers.current(document, data.run.as_of)
}

pass if count(covering) > 0

fail contains sprintf("no approved policy that is current has the topic %s", [data.params.topic]) if count(covering) == 0
