# METADATA
# title: No attached policy of ours gives full access to KMS
# description: >-
#   Who may do everything with every key may also schedule the deletion of all of them and with
#   them the data they protect. Using keys and managing keys are separate duties. Policies that
#   AWS keeps, and those attached to nobody, are not judged.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, document]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.c.iv, ir.11.2.2.a]
#     iso27001: [A.8.24, A.8.2]
#   equivalent:
#     prowler: [iam_policy_no_full_access_to_kms]
#   remediation: >-
#     Replace kms:* on * with the actions needed (kms:Decrypt, kms:GenerateDataKey) on the keys
#     needed.
package aws.iam.policy_full_kms

import rego.v1

import data.lib.statements

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

not_applicable contains "the policy is attached to nobody" if input.attachment_count == 0

in_force if {
	input.aws_managed == false
	input.attachment_count > 0
}

offending contains place if {
	some place, statement in input.document.Statement
	statements.full_service(statement, "kms")
}

doubtful if {
	some statement in input.document.Statement
	statements.perhaps_service(statement, "kms")
}

pass if {
	in_force
	is_array(input.document.Statement)
	count(offending) == 0
	not doubtful
}

fail contains sprintf("statement %d allows every KMS action on every key", [place + 1]) if {
	in_force
	some place in offending
}
