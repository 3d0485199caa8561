# METADATA
# title: Each required topic has an approved policy
# description: >-
#   The law and the criteria name topics that must be laid down in writing. A topic without an
#   approved, current policy is a gap that no technical setting closes.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - policy_topics
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: high
#   requirements:
#     soc2: [CC5.3, CC2.2]
#     nis2: [art.21.2.a, ir.1.1.1.i, ir.3.1.1, ir.7.1, ir.9.1, ir.11.1.1, ir.12.2.1]
#     iso27001: [A.5.1, A.5.24, cl.5.2]
#   params: {topics: [security, risk, incident, continuity, suppliers, access, cryptography, assets]}
#   remediation: >-
#     Write and approve a policy on the topic, and name the topic in its topics.
package registers.policy.topics_covered

import rego.v1

import data.lib.registers

covered := {topic |
	some document in data.resources["registers.policy.document"]
	is_string(document.approved_at)
	registers.current(document, data.run.as_of)
	some topic in document.topics
}

wanted := {topic | some topic in input.policy_topics} | {topic | some topic in data.params.topics}

missing := wanted - covered

pass if {
	is_array(input.policy_topics)
	count(missing) == 0
}

fail contains sprintf("no approved policy covers %s", [topic]) if some topic in missing
