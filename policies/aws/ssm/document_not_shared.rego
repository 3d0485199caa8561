# METADATA
# title: Documents of Systems Manager are shared only with approved accounts
# description: >-
#   A document tells how systems are run, and what it holds may be more than its author remembers.
#   Shared with all, any AWS account may read it.
# custom:
#   kind: aws.ssm.document
#   needs: [shared_with]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.2.2.d]
#     iso27001: [A.8.3, A.5.15]
#   params: {approved_accounts: []}
#   equivalent:
#     prowler: [ssm_documents_set_as_public]
#   remediation: >-
#     Run aws ssm modify-document-permission --account-ids-to-remove all; list accounts that need
#     it in the parameter approved_accounts, and block public sharing in the settings of Systems
#     Manager.
package aws.ssm.document_not_shared

import rego.v1

home := split(input.id, ":")[4]

outside := {account |
	some account in input.shared_with
	account != home
	not account in data.params.approved_accounts
}

pass if {
	is_array(input.shared_with)
	count(outside) == 0
}

fail contains "everybody may use the document" if "all" in outside

fail contains sprintf("account %s may use the document and is not approved", [account]) if {
	some account in outside
	account != "all"
}
