# METADATA
# title: The text of each policy is held by its digest
# description: >-
#   An approval is worth as much as the certainty about what was approved. The digest in the
#   register ties the approval to one text; a changed file is noticed.
# custom:
#   kind: registers.policy.document
#   needs: [attachments]
#   severity: medium
#   requirements:
#     soc2: [CC5.3]
#     nis2: [art.21.2.a, ir.1.1.1.h]
#     iso27001: [A.5.1, A.5.33]
#   remediation: >-
#     Attach the text and write its digest behind its path: files/policy.pdf sha256:…
package registers.policy.pinned

import rego.v1

pass if {
	is_array(input.attachments)
	count(input.attachments) > 0
	count(loose) == 0
}

loose := [attached.path | some attached in input.attachments; attached.pinned == false]

fail contains "no text is attached" if input.attachments == []

fail contains sprintf("%s is attached without its digest", [path]) if some path in loose
