# METADATA
# title: What an access review found is carried out
# description: >-
#   A review whose findings stay as they are only proves that the wrong rights were known.
# custom:
#   kind: registers.access.review
#   needs: [accounts, removals_asked, removals_done]
#   severity: high
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.1, ir.11.2.3]
#     iso27001: [A.5.18]
#   remediation: >-
#     Remove the rights that were found to be wrong and enter how many were removed.
package registers.access.review_carried_out

import rego.v1

pass if {
	input.accounts > 0
	input.removals_done >= input.removals_asked
}

fail contains "no account was looked at" if input.accounts == 0

fail contains sprintf("%d of %d removals are not done", [open, input.removals_asked]) if open > 0

open := input.removals_asked - input.removals_done
