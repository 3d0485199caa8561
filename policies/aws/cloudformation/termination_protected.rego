# METADATA
# title: Stacks are protected from deletion
# description: >-
#   Deleting a stack deletes what it holds, networks and databases among it. With termination
#   protection this takes two acts, the first of which stands out. A nested stack is protected by
#   the stack that it is nested in.
# custom:
#   kind: aws.cloudformation.stack
#   needs: [parent_id, termination_protection]
#   severity: medium
#   requirements:
#     soc2: [A1.2, CC8.1]
#     nis2: [art.21.2.c]
#     iso27001: [A.8.32]
#   equivalent:
#     prowler: [cloudformation_stacks_termination_protection_enabled]
#   remediation: >-
#     Run aws cloudformation update-termination-protection --enable-termination-protection.
package aws.cloudformation.termination_protected

import rego.v1

not_applicable contains "the stack is nested in another" if is_string(input.parent_id)

pass if {
	input.parent_id == null
	input.termination_protection == true
}

fail contains "one call deletes the stack and what it holds" if {
	input.parent_id == null
	input.termination_protection == false
}
