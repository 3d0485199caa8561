# METADATA
# title: Rules for removable media are written and approved
# description: >-
#   A stick in a pocket passes every network control. Whether and how such media may be used is laid
#   down.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: low
#   requirements:
#     soc2: [CC6.7, CC5.3]
#     nis2: [ir.12.3.1]
#     iso27001: [A.7.10]
#   params: {topic: removable_media}
#   remediation: >-
#     Write it, have it approved, and name removable_media in the topics of its entry in policies.toml.
package registers.policy.removable_media_written

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
