# METADATA
# title: Duties of confidentiality are written and approved
# description: >-
#   What people must keep to themselves, also after they have left, is written down and is part of
#   their contracts.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: medium
#   requirements:
#     soc2: [C1.1, CC1.1]
#     nis2: [ir.10.3.2]
#     iso27001: [A.6.2, A.6.6]
#   params: {topic: confidentiality}
#   remediation: >-
#     Write it, have it approved, and name confidentiality in the topics of its entry in policies.toml.
package registers.policy.confidentiality_written

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
