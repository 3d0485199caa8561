# METADATA
# title: Each report to the authority has its receipt
# description: >-
#   A report that cannot be shown to have arrived was not made. The receipt is what an auditor
#   and a court will ask for.
# custom:
#   kind: registers.incident.incident
#   needs:
#     - early_warning_at
#     - early_warning_receipt
#     - notification_at
#     - notification_receipt
#     - final_report_at
#     - final_report_receipt
#   severity: medium
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.23.1, art.23.4.a, art.23.4.b, art.23.4.d]
#     iso27001: [A.5.28, A.5.5]
#   remediation: >-
#     Enter the authority's receipt or reference beside the moment of sending.
package registers.incident.receipts_kept

import rego.v1

sent contains "early warning" if is_string(input.early_warning_at)

sent contains "incident notification" if is_string(input.notification_at)

sent contains "final report" if is_string(input.final_report_at)

kept contains "early warning" if is_string(input.early_warning_receipt)

kept contains "incident notification" if is_string(input.notification_receipt)

kept contains "final report" if is_string(input.final_report_receipt)

missing := sent - kept

not_applicable contains "nothing was sent" if {
	input.early_warning_at == null
	input.notification_at == null
	input.final_report_at == null
}

pass if {
	count(sent) > 0
	count(missing) == 0
}

fail contains sprintf("the %s has no receipt", [what]) if some what in missing
