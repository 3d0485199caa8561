# METADATA
# title: The process for breaches of policy is written and approved
# description: >-
#   People answer for their part in the controls only where it is laid down what follows when they do
#   not keep to them, and somebody with the power to do so has approved it.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: medium
#   requirements:
#     soc2: [CC1.5]
#     nis2: [ir.10.4.1]
#     iso27001: [A.6.4]
#   params: {topic: discipline}
#   remediation: >-
#     Write it, have it approved, and name discipline in the topics of its entry in policies.toml.
package registers.policy.discipline_written

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
