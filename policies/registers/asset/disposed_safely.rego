# METADATA
# title: Disposed assets have a method and a proof
# description: >-
#   Data outlives the machine it was on. How an asset was wiped or destroyed, and what proves it,
#   is entered when it goes.
# custom:
#   kind: registers.asset.asset
#   needs: [disposed_at, disposal, attachments]
#   severity: low
#   requirements:
#     soc2: [CC6.5, C1.2, CC6.7]
#     nis2: [art.21.2.i, ir.12.2.2.a, ir.12.2.2.b]
#     iso27001: [A.7.14, A.8.10]
#   remediation: >-
#     Enter the method in disposal and attach the certificate.
package registers.asset.disposed_safely

import rego.v1

gone if is_string(input.disposed_at)

not_applicable contains "it is in use" if input.disposed_at == null

pass if {
	gone
	is_string(input.disposal)
	count(input.attachments) > 0
}

fail contains "the method is not entered" if {
	gone
	input.disposal == null
}

fail contains "no proof is attached" if {
	gone
	input.attachments == []
}
