# METADATA
# title: Rules for secure development are written and approved
# description: >-
#   Security that is added at the end is dear and thin. The rules cover every phase, in-house and
#   bought work alike.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - registers.policy.document/topics
#     - registers.policy.document/approved_at
#     - registers.policy.document/expires_at
#   severity: medium
#   requirements:
#     soc2: [CC8.1, CC5.3]
#     nis2: [ir.6.2.1]
#     iso27001: [A.8.25]
#   params: {topic: secure_development}
#   remediation: >-
#     Write it, have it approved, and name secure_development in the topics of its entry in policies.toml.
package registers.policy.secure_development_written

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
