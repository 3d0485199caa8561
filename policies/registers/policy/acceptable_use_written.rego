# METADATA
# title: Rules for the use of assets are written and approved
# description: >-
#   People can keep to rules for the use of systems and data only when there are some. They are
#   written, approved and current.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: low
#   requirements:
#     soc2: [CC5.3, CC1.1]
#     nis2: [ir.12.2.1]
#     iso27001: [A.5.10]
#   params: {topic: acceptable_use}
#   remediation: >-
#     Write it, have it approved, and name acceptable_use in the topics of its entry in policies.toml.
package registers.policy.acceptable_use_written

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
