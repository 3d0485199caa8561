# METADATA
# title: The plan for capacity is written and approved
# description: >-
#   A service that runs out of room is as unavailable as one that was attacked. Who watches use, when
#   more is bought and what is measured is laid down.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: low
#   requirements:
#     soc2: [A1.1]
#     nis2: [art.21.2.c]
#     iso27001: [cl.7.1]
#   params: {topic: capacity}
#   remediation: >-
#     Write it, have it approved, and name capacity in the topics of its entry in policies.toml.
package registers.policy.capacity_written

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
